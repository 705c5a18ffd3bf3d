package f6.contracts.history;

import f6.eventstore.event.Event;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One append as its caller saw it.
///
/// @param invoked in nanoseconds since the history began
/// @param answered likewise; [#NEVER] when the caller does not know how it ended
record Operation(
        long invoked,
        long answered,
        List<Event> events,
        @Nullable AppendCondition condition,
        Answer answer) {
    static final long NEVER = Long.MAX_VALUE;

    sealed interface Answer {
        record Told(AppendResult result) implements Answer {}

        /// Refused before the log was looked at.
        record Invalid() implements Answer {}

        /// The store failed, or its answer was lost: stored or not, as a whole.
        record Unknown() implements Answer {}
    }

    boolean mayBeStored() {
        return switch (answer) {
            case Answer.Told told -> told.result() instanceof AppendResult.Appended;
            case Answer.Invalid _ -> false;
            case Answer.Unknown _ -> true;
        };
    }
}
