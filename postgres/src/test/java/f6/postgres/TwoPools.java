package f6.postgres;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.store.EventStore;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A second node's connections, for as long as a test class runs.
final class TwoPools implements BeforeAllCallback, AfterAllCallback {
    @SuppressWarnings("NullAway.Init") // before all tests
    private HikariDataSource other;

    @Override
    public void beforeAll(ExtensionContext context) {
        other = TestServer.SERVER.connect();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        other.close();
    }

    /// Two nodes on one log, each with its own connections.
    List<EventStore> nodes(String schema) {
        return List.of(PostgresEventStore.open(TestServer.DATABASE, schema), PostgresEventStore.open(other, schema));
    }
}
