package f6.acceptance;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Claims that children were born, each of parents of its own.
final class BirthClaims {
    static final String SURNAME = "Geheimhouder";

    private BirthClaims() {}

    static String claim(UUID id, UUID child) {
        return Api.JSON.writeValueAsString(Map.of(
                "command",
                "record",
                "type",
                "Geboorte",
                "input",
                Map.of(
                        "id",
                        id.toString(),
                        "data",
                        Map.of(
                                "kind",
                                child.toString(),
                                "ouders",
                                List.of(UUID.randomUUID().toString()),
                                "datum",
                                Map.of("type", "Datum", "datum", "2026-01-31"),
                                "plaats",
                                "Zonnendaal",
                                "naam",
                                Map.of("voornamen", "Jip", "geslachtsnaam", SURNAME)))));
    }

    static String validation(UUID claim) {
        return Api.JSON.writeValueAsString(Map.of(
                "command",
                "validate",
                "id",
                UUID.randomUUID().toString(),
                "eventId",
                claim.toString(),
                "seen",
                claim.toString(),
                "decision",
                "ACCEPT"));
    }
}
