package f6.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// Golden case 3, told over HTTP: somebody is declared dead by mistake, and her pension is stopped.
final class PensionStory {
    static final String EVENT = "{ id position createdAt occurredAt objectIds eventType eventVersion eventKind"
            + " eventSourceId eventSourceType eventReference eventData head }";
    static final String CHANGES = "{ field from fromTime until untilTime before after cause }";
    static final String RECTANGLE = "{ field value from fromTime until untilTime since sinceTime superseded"
            + " supersededTime cause madeKnownBy }";
    static final String RELIANCE =
            "{ decision " + EVENT + " inForce effect touched { object field absent } through before after }";
    static final String PREVIEW = "{ event { id occurredAt objectIds eventType eventVersion eventKind eventSourceId"
            + " eventSourceType eventReference eventData } basis changes { id changes " + CHANGES + " } impact "
            + RELIANCE + " token }";

    final Api pensions = new Api(StartedNode.shared(), "pensioenen", "ambtenaar");
    final String anna = UUID.randomUUID().toString();
    final JsonNode death;
    final JsonNode accepted;
    final JsonNode stop;

    PensionStory() {
        var _ = fact(
                "DeelnemerGemeld", Map.of("geboortedatum", date("1945-02-01"), "woonland", Map.of("code", "6030")));
        var _ = fact(
                "PensioenToegekend",
                Map.of("regeling", "AOW", "bedragPerMaand", 1200, "datumIngang", date("2012-03-01")));
        death = done(record("OverlijdenGemeld", Map.of("datum", date("2017-05-02"))));
        accepted = accept(death);
        stop = fact("PensioenGestopt", Map.of("datumEinde", date("2017-06-01"), "reden", "overlijden"));
    }

    static String id() {
        return UUID.randomUUID().toString();
    }

    static Map<String, Object> date(String day) {
        Map<String, Object> date = new LinkedHashMap<>();
        date.put("datum", day);
        date.put("type", "Datum");
        return date;
    }

    Map<String, Object> record(String type, Map<String, ?> data) {
        Map<String, Object> whole = new LinkedHashMap<>(data);
        whole.put("deelnemer", anna);
        return Map.of("command", "record", "type", type, "input", Map.of("id", id(), "data", whole));
    }

    JsonNode done(Map<String, ?> command) {
        return pensions.post("/commands", command).ok(201).at("/event");
    }

    JsonNode accept(JsonNode claim) {
        String claimed = claim.at("/id").asString();
        return done(
                Map.of("command", "validate", "id", id(), "eventId", claimed, "seen", claimed, "decision", "ACCEPT"));
    }

    JsonNode fact(String type, Map<String, ?> data) {
        JsonNode claim = done(record(type, data));
        var _ = accept(claim);
        return claim;
    }

    Map<String, Object> retraction(JsonNode event, JsonNode head) {
        return Map.of(
                "command",
                "correct",
                "id",
                id(),
                "eventId",
                event.at("/id").asString(),
                "seen",
                head.at("/id").asString(),
                "retract",
                true);
    }

    static Map<String, Object> with(Map<String, ?> command, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(command);
        more.put(name, value);
        return more;
    }

    String object(String path) {
        return "/objects/" + anna + path;
    }

    Map<String, Object> about(Object... more) {
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("id", anna));
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i].toString(), more[i + 1]);
        }
        return variables;
    }

    static Map<String, Object> without(Map<String, ?> command, String name) {
        Map<String, Object> less = new LinkedHashMap<>(command);
        less.remove(name);
        return less;
    }
}
