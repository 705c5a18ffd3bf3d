package f6.benchmarks;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.SnapshotKey;
import f6.eventstore.model.Snapshots;
import f6.eventstore.model.Snapshots.Loaded;
import f6.eventstore.model.Snapshots.Snapshot;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entities whose state is read as a command loop reads it: a snapshot, and the events since folded on top. Beside
/// them, the same states as rows of a plain table, read over the same connections.
final class SnapshotReads {
    /// Of each entity.
    static final int EVENTS = 1_000;
    /// Those of them that are not in the snapshot.
    static final int TAIL = 10;

    private static final int ENTITIES = 20;
    /// Rows of the plain table besides the entities', so that its index is as deep as a real one.
    private static final int OTHER_ROWS = 100_000;

    private static final int BATCH = 5_000;
    private static final String NAME = "residents";
    private static final String FINGERPRINT = "1";

    private final F6Store f6;
    private final String schema;
    private final List<ObjectId> entities;

    /// What the events of an entity come to.
    private record State(long events, long residents) {
        static final State INITIAL = new State(0, 0);

        static State read(EventData data) {
            return new State(
                    number(data.members().get("events")), number(data.members().get("residents")));
        }

        State after(StoredEvent event) {
            Object more = event.event().data().members().get("residents");
            return new State(events + 1, residents + number(more));
        }

        EventData write() {
            return new EventData(Map.of("events", events, "residents", residents));
        }

        String json() {
            return "{\"events\":%d,\"residents\":%d}".formatted(events, residents);
        }

        private static long number(@Nullable Object member) {
            if (member instanceof Long number) {
                return number;
            }
            throw new BenchFailure("%s is not a number".formatted(member), null);
        }
    }

    private SnapshotReads(F6Store f6, String schema) {
        this.f6 = f6;
        this.schema = schema;
        SplittableRandom random = new SplittableRandom();
        this.entities = Stream.generate(() -> new ObjectId(Samples.uuid(random.nextLong(), random.nextLong())))
                .limit(ENTITIES)
                .toList();
    }

    /// Stores events, snapshots and rows.
    static SnapshotReads prepare(Site site, F6Store f6) {
        SnapshotReads reads = new SnapshotReads(f6, site.freshSchema("states"));
        reads.storeEvents();
        reads.storeStates(site);
        return reads;
    }

    /// The entities take turns, so that nobody's events lie side by side.
    private void storeEvents() {
        List<Event> all = IntStream.range(0, EVENTS * ENTITIES)
                .mapToObj(number -> Samples.sample(number, List.of(entities.get(number % ENTITIES)))
                        .event())
                .toList();
        for (int from = 0; from < all.size(); from += BATCH) {
            var _ = f6.store()
                    .append(all.subList(from, Math.min(from + BATCH, all.size())), null)
                    .orThrow();
        }
    }

    private void storeStates(Site site) {
        List<String> rows = new ArrayList<>();
        for (ObjectId entity : entities) {
            State state = State.INITIAL;
            int count = 0;
            Iterator<StoredEvent> events = f6.store()
                    .read(Query.ofObjects(entity), ReadOptions.FORWARD)
                    .iterator();
            while (events.hasNext()) {
                StoredEvent event = events.next();
                state = state.after(event);
                count++;
                if (count == EVENTS - TAIL) {
                    f6.snapshots().save(key(entity), new Snapshot(FINGERPRINT, event.position(), state.write()));
                }
            }
            rows.add("('%s', '%s')".formatted(entity, state.json()));
        }
        String table = schema + ".entity";
        site.execute(
                "CREATE TABLE " + table + " (id uuid PRIMARY KEY, state jsonb NOT NULL)",
                "INSERT INTO " + table + " SELECT gen_random_uuid(), '{\"events\":1,\"residents\":1}'"
                        + " FROM generate_series(1, " + OTHER_ROWS + ")",
                "INSERT INTO " + table + " VALUES " + String.join(", ", rows));
    }

    private static SnapshotKey key(ObjectId entity) {
        return new SnapshotKey(NAME, Query.ofObjects(entity));
    }

    Load.Client entityReader() {
        SplittableRandom random = new SplittableRandom();
        Snapshots snapshots = f6.snapshots();
        return () -> {
            Loaded loaded = snapshots.load(key(entities.get(random.nextInt(ENTITIES))), FINGERPRINT);
            State state = State.read(loaded.snapshot()
                    .orElseThrow(() -> new BenchFailure("a snapshot is lost", null))
                    .state());
            int folded = 0;
            Iterator<StoredEvent> since = loaded.since().iterator();
            while (since.hasNext()) {
                state = state.after(since.next());
                folded++;
            }
            if (folded != TAIL || state.events() != EVENTS) {
                throw new BenchFailure("%s after %d events".formatted(state, folded), null);
            }
            return 1;
        };
    }

    /// Takes the state as the text that it comes as.
    Load.Client rowReader() {
        SplittableRandom random = new SplittableRandom();
        String sql = "SELECT state FROM " + schema + ".entity WHERE id = ?";
        return () -> {
            try (Connection connection = f6.pool().getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, entities.get(random.nextInt(ENTITIES)).value());
                return read(statement);
            }
        };
    }

    private static int read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next() || row.getString(1).isEmpty()) {
                throw new BenchFailure("a row is lost", null);
            }
            return 1;
        }
    }
}
