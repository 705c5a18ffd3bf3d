package f6.acceptance;

import static f6.web.client.ZoneClient.object;

import f6.web.client.ZoneClient;
import f6.web.client.ZoneClient.Answer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Over HTTP, to a node of its own process on the embedded PostgreSQL.
final class HttpDriver implements ZoneDriver {
    private final ZoneClient zone;
    private final UnaryOperator<String> tokens;
    private final String reader;

    HttpDriver(StartedNode node) {
        this(node, "burgerlijke-stand", node::token, "ambtenaar");
    }

    /// @param tokens by the name of who acts
    /// @param reader who asks the questions
    HttpDriver(StartedNode node, String zone, UnaryOperator<String> tokens, String reader) {
        this.zone = new ZoneClient(node.address(), zone);
        this.tokens = tokens;
        this.reader = reader;
    }

    @Override
    public Reply record(String as, UUID id, String type, Map<String, ?> data) {
        return reply(zone.record(tokens.apply(as), type, Map.of("id", id.toString(), "data", data)));
    }

    @Override
    public Reply validate(
            String as, UUID id, UUID event, UUID seen, boolean accept, Optional<LocalDate> effectiveFrom) {
        Map<String, Object> arguments = arguments(id, event, seen);
        arguments.put("decision", accept ? "ACCEPT" : "REJECT");
        effectiveFrom.ifPresent(day -> arguments.put("effectiveFrom", day.toString()));
        return reply(zone.validate(tokens.apply(as), arguments));
    }

    @Override
    public Reply amend(String as, UUID id, UUID event, UUID seen, Map<String, ? extends @Nullable Object> members) {
        Map<String, Object> arguments = arguments(id, event, seen);
        arguments.put("amend", members);
        return reply(zone.correct(tokens.apply(as), arguments));
    }

    @Override
    public Reply retract(String as, UUID id, UUID event, UUID seen) {
        Map<String, Object> arguments = arguments(id, event, seen);
        arguments.put("retract", true);
        return reply(zone.correct(tokens.apply(as), arguments));
    }

    private static Map<String, Object> arguments(UUID id, UUID event, UUID seen) {
        return new LinkedHashMap<>(Map.of("id", id.toString(), "eventId", event.toString(), "seen", seen.toString()));
    }

    private static Reply reply(Answer answer) {
        String code = answer.errorCode();
        if (code != null) {
            return new Reply.No(code, answer.errorText());
        }
        Map<String, @Nullable Object> recorded = object(answer.field("recorded"));
        Map<String, @Nullable Object> event = object(recorded.get("event"));
        Object basis = recorded.get("basis");
        return new Reply.Done(
                UUID.fromString(String.valueOf(event.get("id"))),
                Instant.parse(String.valueOf(event.get("createdAt"))),
                basis == null ? "" : basis.toString());
    }

    @Override
    public Optional<Map<String, Object>> view(
            String view, UUID object, Optional<LocalDate> day, Optional<Instant> known, boolean asserted) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("id", object.toString());
        arguments.put("asserted", asserted);
        day.ifPresent(date -> arguments.put("geldigOp", date.toString()));
        known.ifPresent(instant -> arguments.put("beschikbaarOp", instant.toString()));
        Answer answer = zone.state(tokens.apply(reader), view, arguments);
        if (answer.errorCode() != null) {
            throw new AssertionError(answer.errorText());
        }
        return Optional.ofNullable(answer.field("state")).map(state -> present(object(state)));
    }

    /// The fields that have a value, at any depth, less what the answer says of itself.
    static Map<String, Object> present(Map<String, ? extends @Nullable Object> fields) {
        Map<String, Object> present = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map) {
                present.put(name, present(object(map)));
            } else if (value instanceof List<?> list) {
                present.put(
                        name,
                        list.stream()
                                .map(item -> item instanceof Map ? present(object(item)) : item)
                                .toList());
            } else if (value != null
                    && !List.of("geldigOp", "position", "pending", "anomalies").contains(name)) {
                present.put(name, value);
            }
        });
        present.remove("anomalies");
        return present;
    }

    @Override
    public List<UUID> events(UUID object) {
        return zone.events(tokens.apply(reader), object.toString()).field("events") instanceof List<?> events
                ? events.stream()
                        .map(event ->
                                UUID.fromString(String.valueOf(object(event).get("id"))))
                        .toList()
                : List.of();
    }
}
