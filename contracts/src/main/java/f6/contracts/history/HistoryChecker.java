package f6.contracts.history;

import f6.contracts.history.Operation.Answer;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult.Appended;
import f6.eventstore.store.AppendResult.Conflict;
import f6.eventstore.store.AppendResult.IdTaken;
import f6.eventstore.store.AppendResult.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a history of appends and the log that it left agree with the promises of a store: each append took
/// effect at one moment between its call and its answer, in the order of positions, and decided on all that was
/// before it.
///
/// The log gives the order, so nothing is searched: each append is judged at its place, in time that grows with
/// the logarithm of the log.
public final class HistoryChecker {
    /// More say nothing new.
    private static final int MOST_TOLD = 20;

    private final List<StoredEvent> log;
    private final LogIndex index;
    private final List<Operation> operations;
    private final Map<EventId, Integer> places = new HashMap<>();
    private final List<Commit> commits = new ArrayList<>();
    /// Of each place in the log, from 0.
    private final List<Commit> commitAt = new ArrayList<>();

    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(AppendHistory history, List<StoredEvent> log) {
        this.log = log;
        this.index = new LogIndex(log);
        this.operations = history.operations();
    }

    /// What is wrong, in words; nothing when all is well.
    ///
    /// @param log all of it, read when the appends were over
    public static List<String> violations(AppendHistory history, List<StoredEvent> log) {
        HistoryChecker checker = new HistoryChecker(history, log);
        checker.check();
        return checker.violations.stream().limit(MOST_TOLD).toList();
    }

    private void check() {
        checkPositions();
        if (!violations.isEmpty()) {
            return; // places mean nothing
        }
        split();
        operations.forEach(this::place);
        commits.forEach(this::checkCommit);
        checkRealTime();
        checkRefusals();
    }

    private void checkPositions() {
        for (int i = 0; i < log.size(); i++) {
            StoredEvent stored = log.get(i);
            if (stored.position().value() != i + 1) {
                wrong("position %d is read where %d is due"
                        .formatted(stored.position().value(), i + 1));
                return;
            }
            if (places.put(stored.id(), i + 1) != null) {
                wrong("event id %s is stored twice".formatted(stored.id()));
            }
            if (i > 0 && stored.createdAt().isBefore(log.get(i - 1).createdAt())) {
                wrong("position %d was created before the one ahead of it".formatted(i + 1));
            }
        }
    }

    private void split() {
        int from = 0;
        for (int to = 1; to <= log.size(); to++) {
            if (to == log.size()
                    || !log.get(to).createdAt().equals(log.get(from).createdAt())) {
                Commit commit = new Commit(log.subList(from, to));
                commits.add(commit);
                for (int i = from; i < to; i++) {
                    commitAt.add(commit);
                }
                from = to;
            }
        }
    }

    /// Finds what an append left in the log, and holds its answer against that.
    private void place(Operation operation) {
        if (!operation.mayBeStored()) {
            return;
        }
        Integer place = operation.events().isEmpty()
                ? null
                : places.get(operation.events().getFirst().id());
        if (place != null && commit(place).events().equals(operation.events())) {
            commit(place).mayBeMadeBy(operation);
        }
        if (operation.answer() instanceof Answer.Told told && told.result() instanceof Appended appended) {
            checkAnswer(operation, appended);
        }
    }

    private void checkAnswer(Operation operation, Appended appended) {
        if (!appended.events().stream().map(StoredEvent::event).toList().equals(operation.events())) {
            wrong("%s was answered with other events than were given".formatted(operation.events()));
        }
        for (StoredEvent told : appended.events()) {
            Integer place = places.get(told.id());
            if (place == null) {
                wrong("event %s was acknowledged at position %s and is not in the log"
                        .formatted(told.id(), told.position()));
            } else if (!log.get(place - 1).equals(told)) {
                wrong("event %s was acknowledged as %s and is stored as %s"
                        .formatted(told.id(), told, log.get(place - 1)));
            } else {
                commit(place).knownAt(operation.answered());
            }
        }
    }

    private void checkCommit(Commit commit) {
        if (commit.makers().isEmpty()) {
            wrong("positions %d to %d share a moment, and no append that may be stored gave just these events"
                    .formatted(commit.first(), commit.last()));
            return;
        }
        List<Operation> lawful = commit.makers().stream()
                .filter(maker -> heldAt(maker.condition(), commit.first()))
                .toList();
        if (lawful.isEmpty()) {
            AppendCondition condition = commit.makers().getFirst().condition();
            wrong("position %d was appended under the condition %s, which did not hold there"
                    .formatted(commit.first(), condition));
        }
        lawful.forEach(maker -> commit.invokedAt(maker.invoked()));
    }

    private boolean heldAt(@Nullable AppendCondition condition, int place) {
        return condition == null
                || index.lastUpTo(condition.failIfMatches(), place - 1)
                        <= condition.after().value();
    }

    /// An append that was answered before another was called has the smaller position.
    private void checkRealTime() {
        Optional<Commit> soonestBehind = Optional.empty();
        for (Commit commit : commits.reversed()) {
            if (soonestBehind.isPresent()
                    && soonestBehind.get().known() < commit.earliest()
                    && commit.earliest() != Operation.NEVER) {
                wrong("position %d was acknowledged before the append of position %d was called"
                        .formatted(soonestBehind.get().first(), commit.first()));
            }
            if (soonestBehind.isEmpty() || commit.known() < soonestBehind.get().known()) {
                soonestBehind = Optional.of(commit);
            }
        }
    }

    /// In the order of their calls, so that what was known by then only grows.
    private void checkRefusals() {
        List<Commit> byKnown =
                commits.stream().sorted(Comparator.comparingLong(Commit::known)).toList();
        int next = 0;
        int surely = 0;
        for (Operation operation : operations.stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList()) {
            while (next < byKnown.size() && byKnown.get(next).known() < operation.invoked()) {
                surely = Math.max(surely, byKnown.get(next++).last());
            }
            if (operation.answer() instanceof Answer.Told told) {
                switch (told.result()) {
                    case Appended _ -> {}
                    case Conflict conflict -> checkConflict(operation, conflict, surely);
                    case IdTaken taken -> checkTaken(operation, taken);
                    case Refused refused -> wrong("refused by a projection that is not there: " + refused);
                }
            }
        }
    }

    /// @param surely the last place that was in the log when the append was called
    private void checkConflict(Operation operation, Conflict conflict, int surely) {
        AppendCondition condition = operation.condition();
        long at = conflict.at().value();
        if (condition == null) {
            wrong("an append without a condition was refused for position %d".formatted(at));
        } else if (at <= condition.after().value()) {
            wrong("a refusal for position %d, which is not after %s".formatted(at, condition.after()));
        } else if (at > log.size()
                || !condition.failIfMatches().matches(log.get((int) at - 1).event())) {
            wrong("a refusal for position %d, which is not a match of %s".formatted(at, condition));
        } else {
            checkMoment(operation, condition, (int) at, surely);
        }
        if (wasStored(operation)) {
            wrong("events that were in the log were refused for position %d when given again".formatted(at));
        }
    }

    /// There was a moment between call and answer when this was the latest match.
    private void checkMoment(Operation operation, AppendCondition condition, int at, int surely) {
        Commit commit = commit(at);
        if (commit.earliest() >= operation.answered()) {
            wrong("a refusal for position %d, whose append was called later".formatted(at));
        }
        int behind = index.firstAfter(condition.failIfMatches(), at);
        if (behind <= Math.max(surely, commit.last())) {
            wrong("a refusal for position %d under %s, while position %d was in the log and matched"
                    .formatted(at, condition, behind));
        }
    }

    private void checkTaken(Operation operation, IdTaken taken) {
        Integer place = places.get(taken.id());
        if (operation.events().stream().noneMatch(event -> event.id().equals(taken.id()))) {
            wrong("a refusal for event id %s, which was not given".formatted(taken.id()));
        } else if (place == null || commit(place).earliest() >= operation.answered()) {
            wrong("a refusal for event id %s, which was not in the log".formatted(taken.id()));
        } else if (wasStored(operation)) {
            wrong("events that were in the log were refused for id %s when given again".formatted(taken.id()));
        }
    }

    /// All of its events were known to be in the log when it was called.
    private boolean wasStored(Operation operation) {
        for (Event event : operation.events()) {
            Integer place = places.get(event.id());
            if (place == null
                    || !log.get(place - 1).event().equals(event)
                    || commit(place).known() >= operation.invoked()) {
                return false;
            }
        }
        return true;
    }

    private Commit commit(int place) {
        return commitAt.get(place - 1);
    }

    private void wrong(String what) {
        violations.add(what);
    }
}
