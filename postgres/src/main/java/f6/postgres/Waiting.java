package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An append that waits for its answer, and the thread that waits with it. Written by the leader alone until it is
/// told.
final class Waiting {
    final Log.Rows append;
    final @Nullable AppendCondition condition;
    /// In bytes.
    final long size;
    /// How many may share a transaction with it, itself included.
    int company = Integer.MAX_VALUE;

    private final Thread thread = Thread.currentThread();
    private @Nullable AppendResult answer;
    private @Nullable InvalidValue fault;
    private volatile boolean told;

    Waiting(List<Event> events, @Nullable AppendCondition condition) {
        this.append = Log.Rows.of(events);
        this.condition = condition;
        this.size = append.rows().stream().mapToLong(row -> row.length).sum();
    }

    void answer(AppendResult result) {
        answer = result;
    }

    void refuse(InvalidValue reason) {
        fault = reason;
    }

    /// Forgets an answer that rested on what lies behind a position.
    ///
    /// @return whether it has none now
    boolean forgetBehind(long position) {
        if (answer instanceof AppendResult.Conflict conflict && conflict.at().value() > position) {
            answer = null;
        }
        return answer == null && fault == null;
    }

    /// The position that its condition looks behind.
    long decidedOn() {
        return condition == null ? 0 : condition.after().value();
    }

    void tell() {
        told = true;
        wake();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    boolean isTold() {
        return told;
    }

    /// The answer once told, or empty when it has to go alone.
    ///
    /// @throws InvalidValue when the append was wrong
    Optional<AppendResult> told() {
        if (fault != null) {
            throw fault;
        }
        return Optional.ofNullable(answer);
    }
}
