package f6.postgres;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.store.EventStore;

/// A store on a log, with all that it needs; closed with it.
record Node(EventStore store, AutoCloseable connections) implements AutoCloseable {
    /// With a pool of its own.
    static Node open(HikariDataSource pool, String schema) {
        return new Node(PostgresEventStore.open(pool, schema), pool);
    }

    /// On the connections that all tests share.
    static Node shared(String schema) {
        return new Node(PostgresEventStore.open(TestServer.DATABASE, schema), () -> {});
    }

    @Override
    public void close() {
        try (connections) {
            if (store instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            throw new AssertionError("could not close a node", e);
        }
    }
}
