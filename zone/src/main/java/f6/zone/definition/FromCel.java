package f6.zone.definition;

import dev.cel.common.values.NullValue;
import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes one value over from CEL, as JSON has it. What is larger or deeper than the data of an event is refused: a
/// state that is folded from thousands of events must not double with each.
final class FromCel {
    /// Of characters and members. States are kept after each event that changes them: a large one costs each time.
    private static final int MAX_SIZE = 1_000_000;

    private static final String TOO_LARGE =
            "the value of an expression is larger than %d characters or deeper than an event's data may be"
                    .formatted(MAX_SIZE);

    private long size;

    private void grow(int by) {
        size += by;
        InvalidValue.require(size <= MAX_SIZE, TOO_LARGE);
    }

    /// @throws InvalidValue when JSON has no such value, or it is too large
    @Nullable
    Object value(@Nullable Object value, int depth) {
        grow(1);
        InvalidValue.require(depth <= EventData.MAX_DEPTH, TOO_LARGE);
        return switch (value) {
            case null -> null;
            case NullValue nothing -> null;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, member) -> {
                    grow(String.valueOf(name).length());
                    copy.put(String.valueOf(name), value(member, depth + 1));
                });
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(value(item, depth + 1)));
                yield copy;
            }
            case String text -> {
                grow(text.length());
                yield text;
            }
            case Boolean truth -> truth;
            case Long whole -> whole;
            case Double real
            when Double.isFinite(real) ->
                new EventData(Map.of("number", real)).members().get("number");
            case Instant instant -> instant.toString();
            default -> throw new InvalidValue("not a JSON value: %s".formatted(value));
        };
    }
}
