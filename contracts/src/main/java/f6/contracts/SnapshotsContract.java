package f6.contracts;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.EventData;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.CommandLoop;
import f6.eventstore.model.Decider;
import f6.eventstore.model.Decision;
import f6.eventstore.model.Outcome;
import f6.eventstore.model.SnapshotFormat;
import f6.eventstore.model.SnapshotKey;
import f6.eventstore.model.Snapshots;
import f6.eventstore.model.Snapshots.Snapshot;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The promises of [Snapshots], alone and under a command loop.
public abstract class SnapshotsContract extends EventStoreSuite {
    private static final ObjectId ACCOUNT = object();

    @SuppressWarnings("NullAway.Init") // before every test
    private Snapshots snapshots;

    protected abstract Snapshots snapshots(EventStore store);

    @BeforeEach
    void makeSnapshots() {
        snapshots = snapshots(store);
    }

    private static Snapshot snapshot(String fingerprint, long position, int count) {
        return new Snapshot(fingerprint, new Position(position), new EventData(Map.of("count", count)));
    }

    private void given(int events) {
        for (int i = 0; i < events; i++) {
            assertThat(store.append(event(OPENED, ACCOUNT), event(CLOSED, object())))
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    static Stream<Query> boundaries() {
        return Stream.of(
                Query.ofObjects(ACCOUNT),
                Query.ofTypes(OPENED),
                Query.of(Set.of(OPENED), Set.of(ACCOUNT)),
                new Query(List.of(
                        new Query.Item(Set.of(), Set.of(ACCOUNT)), new Query.Item(Set.of(OPENED), Set.of(object())))));
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void a_snapshot_comes_with_what_happened_since(Query boundary) {
        SnapshotKey key = new SnapshotKey("accounts", boundary);
        given(3);
        assertThat(snapshots.load(key, "1").snapshot()).isEmpty();
        assertThat(positions(snapshots.load(key, "1").since().toList())).containsExactly(1L, 3L, 5L);

        snapshots.save(key, snapshot("1", 3, 2));
        Snapshots.Loaded loaded = snapshots.load(key, "1");
        assertThat(loaded.snapshot()).contains(snapshot("1", 3, 2));
        assertThat(positions(loaded.since().toList())).containsExactly(5L);
        assertThat(snapshots.keys("accounts")).containsExactly(key);
        assertThat(snapshots.keys("others")).isEmpty();
    }

    @Test
    void a_long_tail_is_complete() {
        given(300);
        SnapshotKey key = new SnapshotKey("accounts", Query.ofObjects(ACCOUNT));
        snapshots.save(key, snapshot("1", 3, 2));
        assertThat(snapshots.load(key, "1").since()).hasSize(298);
    }

    @Test
    void an_older_one_does_not_replace_a_newer_one() {
        given(3);
        SnapshotKey key = new SnapshotKey("accounts", Query.ofObjects(ACCOUNT));
        snapshots.save(key, snapshot("1", 5, 3));
        snapshots.save(key, snapshot("1", 3, 2));
        assertThat(snapshots.load(key, "1").snapshot()).contains(snapshot("1", 5, 3));
    }

    @Test
    void one_of_another_fingerprint_is_not_seen_and_makes_place() {
        given(3);
        SnapshotKey key = new SnapshotKey("accounts", Query.ofObjects(ACCOUNT));
        snapshots.save(key, snapshot("1", 5, 3));
        assertThat(snapshots.load(key, "2").snapshot()).isEmpty();
        assertThat(snapshots.load(key, "2").since()).hasSize(3);
        snapshots.save(key, snapshot("2", 3, 20));
        assertThat(snapshots.load(key, "2").snapshot()).contains(snapshot("2", 3, 20));
    }

    @Test
    void boundaries_of_the_same_items_are_the_same() {
        Query.Item item = new Query.Item(Set.of(OPENED), Set.of(ACCOUNT));
        Query.Item other = new Query.Item(Set.of(CLOSED), Set.of());
        assertThat(new SnapshotKey("a", new Query(List.of(item, other))).text())
                .isEqualTo(new SnapshotKey("a", new Query(List.of(other, item, other))).text())
                .isNotEqualTo(new SnapshotKey("a", new Query(List.of(item))).text());
    }

    /// Counts how often an account was opened, up to 100 times.
    private record Counting(String fingerprint, int step) implements Decider<ObjectId, Integer> {
        @Override
        public Query boundary(ObjectId command) {
            return Query.ofObjects(command);
        }

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Integer evolve(Integer state, StoredEvent event) {
            return state + step;
        }

        @Override
        public Decision decide(ObjectId command, Integer state) {
            return state < 100 ? Decision.accept(event(OPENED, command)) : Decision.refuse("often enough");
        }

        @Override
        public Optional<SnapshotFormat<Integer>> snapshots() {
            return Optional.of(new SnapshotFormat<>(
                    "counting",
                    fingerprint,
                    count -> new EventData(Map.of("count", count)),
                    data -> Math.toIntExact((Long)
                            Optional.ofNullable(data.members().get("count")).orElseThrow())));
        }
    }

    @Test
    void a_loop_with_snapshots_decides_as_one_without() {
        CommandLoop loop = new CommandLoop(store, snapshots);
        Counting counting = new Counting("1", 1);
        for (int i = 0; i < 100; i++) {
            assertThat(loop.handle(counting, ACCOUNT)).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(loop.handle(counting, ACCOUNT)).isEqualTo(new Outcome.Refused("often enough"));
        assertThat(new CommandLoop(store).state(counting, ACCOUNT)).isEqualTo(100);
        assertThat(snapshots.keys("counting")).hasSize(1);
        assertThat(loop.verifySnapshots(counting)).isEmpty();
    }

    @Test
    void a_fold_that_changed_without_its_fingerprint_is_found_and_with_it_is_discarded() {
        CommandLoop loop = new CommandLoop(store, snapshots);
        for (int i = 0; i < 50; i++) {
            assertThat(loop.handle(new Counting("1", 1), ACCOUNT)).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(loop.verifySnapshots(new Counting("1", 2)))
                .singleElement()
                .asString()
                .contains("instead of");
        assertThat(loop.state(new Counting("2", 2), ACCOUNT)).isEqualTo(100);
    }
}
