package f6.zone.definition;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a decision rests on, as the engine records it in the data of the event: so that whoever finds out later
/// that something was wrong can find what followed from it.
///
/// @param formal by zone: what was known, up to and including this position
/// @param material the moment that the decision is about
/// @param reads what was looked at, at that moment
/// @param rule the version of the rule
/// @param result the SHA-256 of what the rule came to, as canonical JSON; empty if it had no outcome
public record DecisionBasis(
        Map<String, Position> formal, Instant material, List<Read> reads, String rule, Optional<String> result) {
    /// The member of a decision's data that holds it.
    public static final String MEMBER = "basis";

    /// One field of one object.
    ///
    /// @param absent whether there was no value, on which a decision may rest as well
    public record Read(ObjectId object, String field, boolean absent) {}

    /// The data of a decision with its basis.
    public EventData in(EventData data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data.members());
        members.put(MEMBER, toJson());
        return new EventData(members);
    }

    /// The data of a decision without its basis: what its source said.
    public static EventData without(EventData data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data.members());
        members.remove(MEMBER);
        return new EventData(members);
    }

    /// Data with a basis that was recorded before.
    static EventData with(EventData data, Object basis) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data.members());
        members.put(MEMBER, basis);
        return new EventData(members);
    }

    private Map<String, @Nullable Object> toJson() {
        Map<String, Object> positions = new LinkedHashMap<>();
        formal.forEach((zone, position) -> positions.put(zone, position.value()));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("formal", positions);
        json.put("material", material.toString());
        json.put(
                "reads",
                reads.stream()
                        .map(read -> Map.of(
                                "object", read.object().toString(), "field", read.field(), "absent", read.absent()))
                        .toList());
        json.put("rule", rule);
        result.ifPresent(hash -> json.put("result", hash));
        return json;
    }

    /// The basis in a decision's data.
    ///
    /// @throws InvalidValue when it is not there, or not as the engine records it
    public static DecisionBasis of(EventData data) {
        Map<String, @Nullable Object> json = JsonSchemas.object(data.members().get(MEMBER));
        try {
            Map<String, Position> formal = new LinkedHashMap<>();
            JsonSchemas.object(json.get("formal"))
                    .forEach((zone, position) ->
                            formal.put(zone, new Position(Long.parseLong(String.valueOf(position)))));
            List<Read> reads = new ArrayList<>();
            if (json.get("reads") instanceof List<?> list) {
                for (Object item : list) {
                    Map<String, @Nullable Object> read = JsonSchemas.object(item);
                    reads.add(new Read(
                            ObjectId.of(String.valueOf(read.get("object"))),
                            String.valueOf(read.get("field")),
                            Boolean.TRUE.equals(read.get("absent"))));
                }
            }
            return new DecisionBasis(
                    formal,
                    Instant.parse(String.valueOf(json.get("material"))),
                    reads,
                    String.valueOf(json.get("rule")),
                    Optional.ofNullable((String) json.get("result")));
        } catch (DateTimeException | NumberFormatException | ClassCastException e) {
            throw new InvalidValue("the basis of a decision is not as it must be: " + e.getMessage());
        }
    }
}
