package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.StoreFailure;
import f6.postgres.Log.Segment;
import f6.postgres.Window.Marks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Writes appends that share a transaction: their conditions are decided in memory, those that pass are stored in
/// one call, which takes the log's lock and makes sure that the head is still the one they were decided on. For
/// use by one thread at a time.
final class BatchWriter {
    /// After so many batches between which no other node appended, the lock is not taken ahead any more.
    private static final int QUIET = 16;

    private final DataSource database;
    private final Log log;
    private final SynchronousViews views;
    private final Announcer announcer;
    private final Window window = new Window();
    /// Entries of the sparse index by type that are known to be there: those of the last segment.
    private final Set<Segment> indexed = new HashSet<>();
    /// Where the window ends but for what is under way.
    private long settled;
    /// Whether the window is to be brought up to date first.
    private boolean outdated = true;

    /// Whether the window was never filled.
    private boolean empty = true;
    /// How many more batches to decide with the lock taken, since other nodes append too.
    private int shared;

    /// @param announcer is told of each new head
    BatchWriter(DataSource database, Log log, SynchronousViews views, Announcer announcer) {
        this.database = database;
        this.log = log;
        this.views = views;
        this.announcer = announcer;
    }

    /// Answers each of the batch, or leaves it without an answer to go alone: it names an id that was seen before,
    /// or the database failed.
    ///
    /// @return those to go again, in smaller company: one among them made the transaction fail
    List<Waiting> write(List<Waiting> batch) {
        boolean written = false;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            if (outdated) {
                var _ = refresh(connection);
            }
            Plan stored = attempt(connection, batch);
            if (stored == null) { // the second time with the lock taken ahead
                stored = attempt(connection, batch);
            }
            if (stored == null) {
                throw new StoreFailure("the head of log %s moved under its lock".formatted(log.schema()));
            }
            settled = window.head();
            indexed.removeIf(segment -> segment.number() != settled / Log.SEGMENT);
            indexed.addAll(stored.segments);
            stored.answer();
            written = true;
            announcer.announce(settled);
            return List.of();
        } catch (SQLException | RuntimeException e) {
            List<Waiting> open = takeBack(batch);
            boolean lost = e instanceof SQLException failure && Failures.isOfConnection(failure);
            if (lost || open.size() == 1) {
                return List.of();
            }
            open.forEach(one -> one.company = open.size() / 2);
            return open;
        } finally {
            if (!written) { // also when a projection threw an error
                outdated = true;
                var _ = takeBack(batch);
            }
        }
    }

    /// @return null when another node has appended: nothing was stored
    private @Nullable Plan attempt(Connection connection, List<Waiting> batch) throws SQLException {
        if (shared == 0 && views.isEmpty()) {
            return store(connection, batch);
        }
        connection.setAutoCommit(false);
        try {
            if (shared > 0) {
                log.lock(connection, false);
                shared = refresh(connection) ? QUIET : shared - 1;
            } else {
                log.limitStandingStill(connection);
            }
            Plan stored = store(connection, batch);
            if (stored == null) {
                connection.rollback();
                return null;
            }
            views.apply(connection, stored.events());
            connection.commit();
            return stored;
        } catch (SQLException | RuntimeException | Error e) {
            Failures.rollBack(connection, e);
            throw e;
        }
    }

    /// @return null when another node has appended: nothing was stored
    private @Nullable Plan store(Connection connection, List<Waiting> batch) throws SQLException {
        Plan plan = decide(connection, batch);
        if (!plan.passed.isEmpty()) {
            List<Log.Rows> rows = plan.passed.stream().map(one -> one.append).toList();
            Instant createdAt = log.append(connection, plan.head, views.known(), rows, plan.segments);
            if (createdAt == null) {
                shared = QUIET;
                var _ = takeBack(batch);
                return null;
            }
            plan.firstCreatedAt = createdAt;
        }
        return plan;
    }

    /// Forgets what was not stored after all, and the answers that rested on it.
    ///
    /// @return those without an answer
    private List<Waiting> takeBack(List<Waiting> batch) {
        window.backTo(settled);
        return batch.stream().filter(one -> one.forgetBehind(settled)).toList();
    }

    /// Those of a batch that are stored, in order, behind a head.
    private static final class Plan {
        final long head;
        final List<Waiting> passed = new ArrayList<>();
        final Set<Segment> segments = new LinkedHashSet<>();
        Instant firstCreatedAt = Instant.EPOCH;

        Plan(long head) {
            this.head = head;
        }

        void answer() {
            long position = head;
            for (int number = 0; number < passed.size(); number++) {
                Log.Rows append = passed.get(number).append;
                passed.get(number).answer(new AppendResult.Appended(append.placed(position, firstCreatedAt, number)));
                position += append.events().size();
            }
        }

        List<StoredEvent> events() {
            List<StoredEvent> events = new ArrayList<>();
            for (int number = 0; number < passed.size(); number++) {
                events.addAll(passed.get(number).append.placed(head + events.size(), firstCreatedAt, number));
            }
            return events;
        }
    }

    /// Decides each on what is before it, those that passed included: adds them to the window.
    private Plan decide(Connection connection, List<Waiting> batch) throws SQLException {
        if (batch.stream().anyMatch(one -> one.decidedOn() > window.head())) {
            var _ = refresh(connection);
        }
        long[] older = olderMatches(connection, batch);
        Plan plan = new Plan(window.head());
        for (int i = 0; i < batch.size(); i++) {
            Waiting one = batch.get(i);
            List<Event> events = one.append.events();
            if (events.stream().anyMatch(event -> window.holds(event.id()))) {
                continue;
            }
            if (one.decidedOn() > plan.head) {
                one.refuse(AppendCondition.beyond(one.decidedOn(), plan.head));
                continue;
            }
            long match = latestMatch(one.condition, older[i]);
            if (match > 0) {
                one.answer(new AppendResult.Conflict(new Position(match)));
                continue;
            }
            plan.passed.add(one);
            events.forEach(event -> add(event, plan.segments));
        }
        return plan;
    }

    private void add(Event event, Set<Segment> segments) {
        Segment segment = Segment.of(event, window.head() + 1);
        if (!indexed.contains(segment)) {
            segments.add(segment);
        }
        window.add(Marks.of(event));
    }

    private long latestMatch(@Nullable AppendCondition condition, long older) {
        if (condition == null) {
            return 0;
        }
        long after = Math.max(condition.after().value(), window.floor());
        return Math.max(older, window.latestMatch(condition.failIfMatches(), after));
    }

    /// What conditions that look further back than the window find there, by their places in the batch; 0 for
    /// nothing.
    private long[] olderMatches(Connection connection, List<Waiting> batch) throws SQLException {
        List<Integer> places = new ArrayList<>();
        List<AppendCondition> conditions = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            AppendCondition condition = batch.get(i).condition;
            if (condition != null && condition.after().value() < window.floor()) {
                places.add(i);
                conditions.add(condition);
            }
        }
        long[] matches = new long[batch.size()];
        long[] found = log.latestMatches(connection, conditions, window.floor());
        for (int i = 0; i < found.length; i++) {
            matches[places.get(i)] = found[i];
        }
        return matches;
    }

    /// Brings the window up to the log's head.
    ///
    /// @return whether another had appended
    private boolean refresh(Connection connection) throws SQLException {
        long head = log.head(connection);
        long news = head - window.head();
        if (empty || news < 0 || news > Window.SIZE) {
            window.restart(head);
            indexed.clear();
            if (news < 0) {
                announcer.goBack(head);
            }
        } else if (news > 0) {
            log.marksAfter(connection, window.head(), (int) news).forEach(window::add);
        }
        settled = window.head();
        outdated = false;
        empty = false;
        return news != 0;
    }
}
