package f6.contracts;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the suites share: an empty log before each test, on as many nodes as the adapter hands over.
abstract class EventStoreSuite {
    /// The first of the nodes.
    @SuppressWarnings("NullAway.Init") // before every test
    EventStore store;

    List<EventStore> nodes = List.of();

    protected abstract EventStore emptyStore();

    /// Stores on one log, which is empty. Those that can be closed are closed after the test.
    protected List<EventStore> emptyNodes() {
        return List.of(emptyStore());
    }

    @BeforeEach
    void handOver() {
        nodes = emptyNodes();
        store = nodes.getFirst();
    }

    @AfterEach
    void closeNodes() throws Exception {
        for (EventStore node : nodes) {
            if (node instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    List<StoredEvent> all() {
        return after(Position.START);
    }

    List<StoredEvent> after(Position position) {
        return store.read(Query.all(), ReadOptions.FORWARD.after(position)).toList();
    }

    static List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(stored -> stored.position().value()).toList();
    }

    String suite() {
        return getClass().getSimpleName();
    }
}
