package f6.postgres;

import f6.contracts.history.RandomAppends;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.ForwardingStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that appends until it is killed, and tells before each append what it tries, and after it what it was
/// told.
final class AppendingNode {
    /// `try ID ID…`, ahead of an append of these events.
    static final String TRY = "try ";
    /// `ack POSITION ID ID…`, when they were stored, from this position on.
    static final String ACKNOWLEDGED = "ack ";

    private static final int THREADS = 4;

    private AppendingNode() {}

    /// @param arguments JDBC URL, user, password, schema, seed
    public static void main(String[] arguments) throws Exception {
        try (var pool = Databases.pool(arguments[0], arguments[1], arguments[2])) {
            EventStore store = new Telling(PostgresEventStore.open(pool, arguments[3]));
            RandomAppends.run(List.of(store), THREADS, Long.parseLong(arguments[4]), () -> true);
        }
    }

    private static final class Telling extends ForwardingStore {
        private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

        Telling(EventStore store) {
            super(store);
        }

        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            tell(TRY + ids(events.stream().map(Event::id)));
            AppendResult result = store.append(events, condition);
            if (result instanceof AppendResult.Appended appended && isFresh(appended)) {
                tell(ACKNOWLEDGED + appended.events().getFirst().position() + " "
                        + ids(appended.events().stream().map(StoredEvent::id)));
            }
            return result;
        }

        /// Not the answer to events that were stored before in several appends.
        private static boolean isFresh(AppendResult.Appended appended) {
            return appended.events().stream()
                            .map(StoredEvent::createdAt)
                            .distinct()
                            .count()
                    == 1;
        }

        private static String ids(Stream<EventId> ids) {
            return ids.map(EventId::toString).collect(Collectors.joining(" "));
        }

        /// In one write, so that no line is cut by a kill.
        private static synchronized void tell(String line) {
            try {
                OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
