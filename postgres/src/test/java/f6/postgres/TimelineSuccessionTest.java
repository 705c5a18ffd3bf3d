package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.timeline.Content;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.Entry;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.KeptTimelines;
import f6.eventstore.timeline.KnownAt;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.PartialDate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Foldings that follow each other while timelines are asked for and events come in: what is told is of the
/// folding that was asked, or nothing.
class TimelineSuccessionTest implements Dating {
    private static final Source SOURCE = new Source(new UUID(1, 1), "test");

    private final String schema = TestServer.freshSchema();
    private final PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema);
    private final Succession succession = new Succession();
    private final ObjectId object = ObjectId.next();

    @AfterEach
    void close() {
        succession.close();
        store.close();
    }

    @Override
    public ZoneId timeZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Optional<PartialDate> dataDate(Event event, Content content) {
        return Optional.empty();
    }

    /// The last name, said in one way.
    private record Saying(String how) implements Folding {
        @Override
        public Map<String, Object> initial(List<String> anomalies) {
            return Map.of();
        }

        @Override
        public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
            return Map.of("name", how + entry.content().data().members().get("name"));
        }
    }

    private static Function<ObjectId, Folding> saying(String how) {
        return id -> new Saying(how);
    }

    private void named(String name) {
        var _ = store.append(Event.fact(
                        new EventType("Named"),
                        "1",
                        Instant.parse("2000-01-01T00:00:00Z"),
                        List.of(object),
                        SOURCE,
                        new EventData(Map.of("name", name))))
                .orThrow();
    }

    private Optional<Object> told(KeptTimelines timelines, KnownAt known) {
        return timelines
                .at(object, MaterialTime.endOf(LocalDate.parse("2001-01-01"), ZoneOffset.UTC), known)
                .map(kept -> String.valueOf(kept.state().get("name")));
    }

    /// As a dump holds it to its end, which may be hours; and commands wait for a new folding.
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void a_new_folding_is_not_held_up_by_who_reads_all_tables() throws SQLException {
        PostgresTimelines first = PostgresTimelines.start(store, TestServer.DATABASE, schema, this, saying("0:"), "0");
        try (Connection dump = TestServer.DATABASE.getConnection();
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute(
                    "LOCK TABLE %1$s.fold_version, %1$s_timelines.made, %1$s_timelines.rectangle IN ACCESS SHARE MODE"
                            .formatted(schema));

            PostgresTimelines next = first.succeededBy(this, saying("1:"), "1", succession);
            named("a");
            Waits.until(() -> told(next, KnownAt.NOW).isPresent());
            named("b");
            Waits.until(() -> store.projections().await(PostgresTimelines.NAME, store.head(), Duration.ofSeconds(30)));

            assertThat(told(next, KnownAt.NOW)).contains("1:b");
            dump.rollback();
        }
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void to_close_is_not_to_wait_for_another_node_that_makes_them() throws SQLException {
        PostgresTimelines first = PostgresTimelines.start(store, TestServer.DATABASE, schema, this, saying("0:"), "0");
        Succession own = new Succession();
        try (Connection other = TestServer.DATABASE.getConnection();
                Statement statement = other.createStatement()) {
            ProjectionTables tables = new ProjectionTables(Log.of(other, schema));
            assertThat(tables.lease(other, TimelineTables.NAME, -1)).isTrue();
            var _ = first.succeededBy(this, saying("1:"), "1", own);
            Waits.until(() -> isWaitedFor(statement));

            own.close();

            tables.endLeases(other);
        }
    }

    private static boolean isWaitedFor(Statement statement) {
        try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks mine JOIN pg_locks other"
                + " USING (locktype, classid, objid) WHERE mine.pid = pg_backend_pid() AND locktype = 'advisory'"
                + " AND NOT other.granted)")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void foldings_follow_each_other_without_a_wrong_word() {
        List<KeptTimelines> all = new ArrayList<>();
        List<String> ways = new ArrayList<>();
        PostgresTimelines last = PostgresTimelines.start(store, TestServer.DATABASE, schema, this, saying("0:"), "0");
        all.add(last);
        ways.add("0:");
        for (int turn = 1; turn <= 8; turn++) {
            named("n" + turn);
            String way = turn % 2 + ":";
            last = last.succeededBy(this, saying(way), way + turn, succession);
            all.add(last);
            ways.add(way);
            for (int look = 0; look < 20; look++) {
                for (int i = 0; i < all.size(); i++) {
                    String right = ways.get(i) + "n" + turn;
                    told(all.get(i), KnownAt.NOW)
                            .ifPresent(word -> assertThat(word).isEqualTo(right));
                    String first = ways.get(i) + "n1";
                    told(all.get(i), KnownAt.upto(new Position(1)))
                            .ifPresent(word -> assertThat(word).isEqualTo(first));
                }
            }
        }
        KeptTimelines made = last;
        Waits.until(() -> told(made, KnownAt.NOW).isPresent());
        assertThat(told(made, KnownAt.NOW)).contains("0:n8");
        named("n9");
        Waits.until(() -> told(made, KnownAt.NOW).equals(Optional.of("0:n9")));
        assertThat(store.projections()
                        .verify(TimelineTables.NAME, Progress.NONE)
                        .differences())
                .isEmpty();
    }

    @Test
    void a_node_that_is_late_does_not_take_the_others_back() {
        PostgresTimelines here = PostgresTimelines.start(store, TestServer.DATABASE, schema, this, saying("0:"), "0");
        named("n1");
        try (PostgresEventStore other = PostgresEventStore.open(TestServer.DATABASE, schema);
                Succession late = new Succession()) {
            PostgresTimelines there =
                    PostgresTimelines.start(other, TestServer.DATABASE, schema, this, saying("0:"), "0");
            PostgresTimelines second = here.succeededBy(this, saying("1:"), "1", succession);
            PostgresTimelines third = second.succeededBy(this, saying("2:"), "2", succession);
            Waits.until(() -> told(third, KnownAt.NOW).isPresent());

            PostgresTimelines lateSecond = there.succeededBy(this, saying("1:"), "1", late);
            assertThat(told(lateSecond, KnownAt.NOW)).isEmpty();
            PostgresTimelines lateThird = lateSecond.succeededBy(this, saying("2:"), "2", late);

            assertThat(told(third, KnownAt.NOW)).contains("2:n1");
            assertThat(told(lateThird, KnownAt.NOW)).contains("2:n1");
        }
    }
}
