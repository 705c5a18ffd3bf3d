package f6.postgres;

import com.zaxxer.hikari.HikariDataSource;
import f6.contracts.EventStoreRaces;
import f6.eventstore.store.EventStore;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The races between two nodes on one log, each with its own connections; subclasses add a third party that disturbs.
abstract class TwoNodesRaces extends EventStoreRaces {
    @SuppressWarnings("NullAway.Init") // before all tests
    private static HikariDataSource otherPool;

    @BeforeAll
    static void connect() {
        otherPool = TestServer.SERVER.connect();
    }

    @AfterAll
    static void disconnect() {
        otherPool.close();
    }

    @Override
    protected EventStore emptyStore() {
        return emptyNodes().getFirst();
    }

    @Override
    protected List<EventStore> emptyNodes() {
        String schema = TestServer.freshSchema();
        List<EventStore> nodes = List.of(
                PostgresEventStore.open(TestServer.DATABASE, schema), PostgresEventStore.open(otherPool, schema));
        disturb(schema);
        return nodes;
    }

    /// Called when the log is there and still empty.
    void disturb(String schema) {}
}
