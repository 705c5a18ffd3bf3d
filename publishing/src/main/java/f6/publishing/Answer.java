package f6.publishing;

import f6.eventstore.event.Position;
import f6.publishing.command.Refused;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of a command.
public sealed interface Answer {
    /// @param body what the API answers; of a draft that was put, what its views show
    /// @param position of the last event that it recorded
    record Done(Map<String, @Nullable Object> body, Position position) implements Answer {}

    record No(Refused refused) implements Answer {}
}
