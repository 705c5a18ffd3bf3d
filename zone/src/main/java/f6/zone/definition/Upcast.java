package f6.zone.definition;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One step of the data of an event type: from a version in which events may be stored to another, nearer to the
/// current one. What is stored stays as it is.
///
/// @param whole an expression that gives all of the new data; empty: the old data with [#changes]
/// @param changes by member, its value in the new data; null takes it away
public record Upcast(String from, String to, Optional<Expression> whole, Map<String, Expression> changes) {
    /// @throws InvalidValue when it comes to nothing, or to something that is no object
    EventData apply(EventData old) {
        Map<String, Object> variables = Map.of("data", old.members());
        if (whole.isPresent()) {
            if (whole.get().value(variables) instanceof Map<?, ?> object) {
                return new EventData(JsonSchemas.object(object));
            }
            throw new InvalidValue("the upcast from version %s gives no object".formatted(from));
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>(old.members());
        changes.forEach((member, expression) -> {
            Object value = expression.value(variables);
            if (value == null) {
                members.remove(member);
            } else {
                members.put(member, value);
            }
        });
        return new EventData(members);
    }
}
