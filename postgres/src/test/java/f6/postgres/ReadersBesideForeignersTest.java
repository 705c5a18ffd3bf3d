package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.EventStoreReadersContract;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Readers beside two nodes whose database sessions are ended at random, while others hold a transaction id, a
/// snapshot and row locks.
class ReadersBesideForeignersTest extends EventStoreReadersContract {
    /// Between two sessions that are ended, on average.
    private static final int EVENTS = 500;

    @RegisterExtension
    static final TwoPools POOLS = new TwoPools();

    @SuppressWarnings("NullAway.Init") // with the nodes
    private Foreigners foreigners;

    private Thread killer = new Thread();
    private volatile boolean killing = true;
    /// Of the killing thread, and of who has waited for its end.
    private int killed;

    @Override
    protected EventStore emptyStore() {
        return emptyNodes().getFirst();
    }

    @Override
    protected List<EventStore> emptyNodes() {
        String schema = TestServer.freshSchema();
        List<EventStore> nodes = POOLS.nodes(schema);
        foreigners = new Foreigners(schema);
        killer = Thread.ofPlatform().start(() -> killSessions(nodes.getFirst()));
        return nodes;
    }

    @Override
    protected boolean disturbed() {
        return true;
    }

    private void killSessions(EventStore store) {
        Random random = new Random();
        long next = EVENTS;
        try (Connection session = DriverManager.getConnection(
                        TestServer.SERVER.jdbcUrl(), TestServer.SERVER.user(), TestServer.SERVER.password());
                Statement statement = session.createStatement()) {
            while (killing) {
                if (head(store) >= next) {
                    statement.execute("""
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE application_name = 'f6' AND state <> 'idle' ORDER BY random() LIMIT 1""");
                    killed++;
                    next += 1 + random.nextInt(2 * EVENTS);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static long head(EventStore store) {
        try {
            return store.head().value();
        } catch (StoreFailure e) {
            return 0; // its session was the one
        }
    }

    @AfterEach
    void leave() throws SQLException, InterruptedException {
        killing = false;
        killer.join();
        foreigners.leave();
        assertThat(killed).as("sessions ended").isPositive();
    }
}
