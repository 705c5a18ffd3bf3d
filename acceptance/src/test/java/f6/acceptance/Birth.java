package f6.acceptance;

import java.util.Map;
import java.util.UUID;

/// The birth of somebody, registered over HTTP.
record Birth(String child, String claim, String acceptance) {
    static Birth registered(StartedNode node, String surname) {
        Api registrar = new Api(node, "burgerlijke-stand", "ambtenaar");
        String child = UUID.randomUUID().toString();
        String claim = UUID.randomUUID().toString();
        var _ = registrar.post("/commands", claim(claim, child, surname)).ok(201);
        String acceptance = registrar
                .post("/commands", acceptance(claim))
                .ok(201)
                .at("/event/id")
                .asString();
        return new Birth(child, claim, acceptance);
    }

    static Map<String, Object> claim(String id, String child, String surname) {
        Map<String, Object> data = Map.of(
                "kind",
                child,
                "datum",
                Map.of("type", "Datum", "datum", "2024-01-01"),
                "naam",
                Map.of("geslachtsnaam", surname));
        return Map.of("command", "record", "type", "Geboorte", "input", Map.of("id", id, "data", data));
    }

    static Map<String, Object> acceptance(String event) {
        return Map.of(
                "command",
                "validate",
                "id",
                UUID.randomUUID().toString(),
                "eventId",
                event,
                "seen",
                event,
                "decision",
                "ACCEPT");
    }
}
