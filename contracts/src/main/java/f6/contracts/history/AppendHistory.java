package f6.contracts.history;

import f6.contracts.history.Operation.Answer;
import f6.eventstore.event.Event;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.ForwardingStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What was appended through any number of nodes, when, and what came back. Safe for use by many threads.
public final class AppendHistory {
    private final long origin = System.nanoTime();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicLong accepted = new AtomicLong();

    /// The same store, with its appends recorded here.
    public EventStore recording(EventStore store) {
        return new Recording(store);
    }

    void add(Operation operation) {
        operations.add(operation);
        if (isAccepted(operation.answer())) {
            accepted.incrementAndGet();
        }
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    public long size() {
        return operations.size();
    }

    public long accepted() {
        return accepted.get();
    }

    private static boolean isAccepted(Answer answer) {
        return answer instanceof Answer.Told told && told.result() instanceof AppendResult.Appended;
    }

    public long conflicts() {
        return count(answer -> answer instanceof Answer.Told told && told.result() instanceof AppendResult.Conflict);
    }

    /// Appends of which the caller does not know how they ended.
    public long unknown() {
        return count(Answer.Unknown.class::isInstance);
    }

    private long count(Predicate<Answer> kind) {
        return operations.stream().map(Operation::answer).filter(kind).count();
    }

    @Override
    public String toString() {
        return "%d appends, %d accepted, %d in conflict, %d unknown"
                .formatted(size(), accepted(), conflicts(), unknown());
    }

    private final class Recording extends ForwardingStore {
        Recording(EventStore store) {
            super(store);
        }

        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            long invoked = System.nanoTime() - origin;
            Answer answer = new Answer.Unknown();
            try {
                AppendResult result = store.append(events, condition);
                answer = new Answer.Told(result);
                return result;
            } catch (InvalidValue e) {
                answer = new Answer.Invalid();
                throw e;
            } finally {
                long answered = answer instanceof Answer.Unknown ? Operation.NEVER : System.nanoTime() - origin;
                add(new Operation(invoked, answered, List.copyOf(events), condition, answer));
            }
        }
    }
}
