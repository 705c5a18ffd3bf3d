package f6.postgres.accountability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.store.StoreFailure;
import f6.postgres.TestDatabase;
import f6.zone.accountability.AuditLog.Action;
import f6.zone.accountability.AuditLog.Outcome;
import f6.zone.accountability.Pseudonyms;
import f6.zone.accountability.ReadLog.Stored;
import f6.zone.accountability.ReadRecord;
import f6.zone.accountability.Trace;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class PostgresReadLogTest {
    private static final String LAST_ID = "SELECT last_value FROM f6.read_log_id_seq";
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid::bigint"
                    + " = hashtext('f6.read_log')::bigint & 4294967295";

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final PostgresReadLog log = PostgresReadLog.open(TestDatabase.pool());
    private final Pseudonyms pseudonyms = new Pseudonyms(new byte[Pseudonyms.KEY_BYTES]);
    private final String zone = "zone-" + UUID.randomUUID();
    private final Source reader = new Source(UUID.randomUUID(), "ambtenaar");

    private String someone() {
        return pseudonyms.of(new ObjectId(UUID.randomUUID()));
    }

    private ReadRecord read(String name, String subject) {
        return new ReadRecord(
                zone,
                Trace.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Trace.newSpan(),
                Optional.empty(),
                name,
                URI.create("https://register.example/1"),
                Optional.of(subject),
                reader,
                NOON,
                NOON.plusMillis(3));
    }

    private List<ReadRecord> reads(Optional<String> subject) {
        return log.reads(zone, subject, Optional.empty(), OptionalLong.empty(), 1_000).stream()
                .map(Stored::read)
                .toList();
    }

    @Test
    void what_is_written_is_told_newest_first() {
        String anna = someone();
        ReadRecord first = read("state", anna);
        ReadRecord whole = new ReadRecord(
                zone,
                Trace.of(null),
                Trace.newSpan(),
                Optional.of(Trace.newSpan()),
                "search",
                first.activity(),
                Optional.empty(),
                reader,
                NOON,
                NOON);
        ReadRecord second = read("history", anna);
        log.write(List.of(first, whole));
        log.write(List.of(read("state", someone()), second));
        log.write(List.of());

        assertThat(reads(Optional.of(anna))).containsExactly(second, first);
        assertThat(reads(Optional.empty())).hasSize(4).contains(whole);
        assertThat(log.reads("elsewhere", Optional.of(anna), Optional.empty(), OptionalLong.empty(), 10))
                .isEmpty();
        assertThat(log.reads(zone, Optional.empty(), Optional.of(UUID.randomUUID()), OptionalLong.empty(), 10))
                .isEmpty();
    }

    @Test
    void reads_are_told_page_by_page() {
        for (int i = 0; i < 5; i++) {
            log.write(List.of(read("state " + i, someone())));
        }

        List<String> names = new ArrayList<>();
        OptionalLong before = OptionalLong.empty();
        for (int page = 0; page < 3; page++) {
            List<Stored> found = log.reads(zone, Optional.empty(), Optional.of(reader.id()), before, 2);
            found.forEach(stored -> names.add(stored.read().name()));
            before = OptionalLong.of(found.getLast().id());
        }

        assertThat(names).containsExactly("state 4", "state 3", "state 2", "state 1", "state 0");
    }

    /// Two nodes on one database, each with many who write at once.
    @Test
    void what_many_write_at_once_is_all_there() throws Exception {
        int writers = 32;
        int times = 25;
        PostgresReadLog other = PostgresReadLog.open(TestDatabase.pool());
        CyclicBarrier together = new CyclicBarrier(writers);
        List<String> subjects = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                PostgresReadLog mine = writer % 2 == 0 ? log : other;
                Callable<Boolean> work = () -> {
                    together.await();
                    for (int i = 0; i < times; i++) {
                        String subject = someone();
                        mine.write(List.of(read("state", subject)));
                        assertThat(reads(Optional.of(subject))).hasSize(1);
                        subjects.add(subject);
                    }
                    return true;
                };
                running.add(threads.submit(work));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get()).isTrue();
            }
        }

        assertThat(reads(Optional.empty()).stream()
                        .map(record -> record.subject().orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(subjects)
                .hasSize(writers * times);
    }

    /// Else another node's record with a smaller id could become visible later, and never be handed over.
    @Test
    void the_lock_is_held_until_records_are_committed() throws SQLException {
        execute("""
                CREATE FUNCTION f6.must_be_held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_locks
                            WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND granted) THEN
                        RAISE 'the lock is not held';
                    END IF;
                    RETURN NULL;
                END $$""");
        execute("CREATE CONSTRAINT TRIGGER must_be_held AFTER INSERT ON f6.read_log"
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f6.must_be_held()");
        try {
            for (int i = 0; i < 20; i++) { // the driver prepares what it sees often
                log.write(List.of(read("state", someone())));
            }
        } finally {
            execute("DROP FUNCTION f6.must_be_held CASCADE");
        }
        assertThat(reads(Optional.empty())).hasSize(20);
    }

    @Test
    void no_record_has_an_id_before_the_lock_is_held() throws Exception {
        log.write(List.of(read("state", someone())));
        Thread writer = Thread.ofVirtual().unstarted(() -> log.write(List.of(read("state", someone()))));
        try (Connection other = TestDatabase.pool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(AccountabilityTables.LOCK);
            long before = number(statement, LAST_ID);
            writer.start();
            while (number(statement, WAITING) == 0) {
                LockSupport.parkNanos(1_000_000);
            }

            assertThat(number(statement, LAST_ID)).isEqualTo(before);
            other.commit();
        }
        writer.join();
        assertThat(reads(Optional.empty())).hasSize(2);
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    @Test
    void what_cannot_be_written_is_refused_and_later_writes_are_not() throws SQLException {
        ReadRecord refused = read("state", someone());
        execute("ALTER TABLE f6.read_log RENAME TO away");
        try {
            assertThatThrownBy(() -> log.write(List.of(refused))).isInstanceOf(StoreFailure.class);
        } finally {
            execute("ALTER TABLE f6.away RENAME TO read_log");
        }
        ReadRecord written = read("state", someone());
        log.write(List.of(written));

        assertThat(reads(Optional.empty())).containsExactly(written);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// It would wait with the lock in hand that who records reads waits for.
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void a_node_that_starts_does_not_wait_for_those_that_record_reads() throws SQLException {
        try (Connection other = TestDatabase.pool().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE f6.read_log IN ROW EXCLUSIVE MODE");

            PostgresReadLog.open(TestDatabase.pool()).write(List.of(read("state", someone())));

            other.rollback();
        }
        assertThat(reads(Optional.empty())).hasSize(1);
    }

    @Test
    void what_was_kept_long_enough_is_forgotten_and_not_what_the_logbook_lacks() {
        while (log.deliver(_ -> Optional.empty(), 1_000).records() > 0) {} // of other tests
        log.write(List.of(read("state", someone())));
        var _ = log.deliver(_ -> Optional.empty(), 1_000);
        ReadRecord lacking = read("history", someone());
        log.write(List.of(lacking));

        var _ = log.forget(NOON.plusMillis(3), true, 1_000_000);
        assertThat(reads(Optional.empty())).hasSize(2);
        assertThat(log.forget(NOON.plusMillis(4), true, 1_000_000)).isPositive();
        assertThat(reads(Optional.empty())).containsExactly(lacking);
        assertThat(log.forget(NOON.plusMillis(4), false, 1)).isEqualTo(1);
        assertThat(reads(Optional.empty())).isEmpty();
    }

    @Test
    void a_logbook_that_was_away_gets_all_of_it_once_and_in_order() {
        while (log.deliver(_ -> Optional.empty(), 1_000).records() > 0) {} // of other tests
        List<ReadRecord> written = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ReadRecord record = read("state " + i, someone());
            log.write(List.of(record));
            written.add(record);
        }

        assertThat(log.deliver(_ -> Optional.of("away"), 3).refused()).hasValue("away");
        List<ReadRecord> taken = new ArrayList<>();
        PostgresReadLog other = PostgresReadLog.open(TestDatabase.pool());
        for (PostgresReadLog node : List.of(log, other, log, other)) {
            assertThat(node.deliver(
                                    records -> {
                                        taken.addAll(records);
                                        // Nobody else hands over meanwhile.
                                        assertThat(other.deliver(_ -> Optional.empty(), 3)
                                                        .records())
                                                .isZero();
                                        return Optional.empty();
                                    },
                                    3)
                            .refused())
                    .isEmpty();
        }

        assertThat(taken).isEqualTo(written);
    }

    @Test
    void actions_are_told_newest_first_and_page_by_page() {
        PostgresAuditLog actions = PostgresAuditLog.open(TestDatabase.pool());
        Action proposed = new Action(NOON, zone, reader, "POST definitions", "/2", Outcome.DONE);
        Action refused =
                new Action(NOON.plusSeconds(1), zone, reader, "POST definitions", "x".repeat(900), Outcome.REFUSED);
        actions.record(proposed);
        actions.record(refused);

        var first = actions.actions(zone, Optional.of(reader.id()), OptionalLong.empty(), 1);
        assertThat(first.getFirst().action()).isEqualTo(refused);
        assertThat(refused.target()).hasSize(Action.MAX_TEXT);
        assertThat(actions.actions(
                        zone, Optional.empty(), OptionalLong.of(first.getFirst().id()), 10))
                .singleElement()
                .satisfies(stored -> assertThat(stored.action()).isEqualTo(proposed));
        assertThat(actions.actions(zone, Optional.of(UUID.randomUUID()), OptionalLong.empty(), 10))
                .isEmpty();
    }
}
