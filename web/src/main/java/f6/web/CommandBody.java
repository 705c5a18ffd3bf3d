package f6.web;

import f6.zone.command.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads commands from JSON: `{"command": "record" | "validate" | "correct", …}`, or `{"commands": […]}`.
final class CommandBody {
    static final String BATCH = "commands";

    private CommandBody() {}

    /// @param mayHaveToken whether a token of a preview may stand beside the command
    static Command one(Arguments body, boolean mayHaveToken) {
        return switch (body.requiredText("command")) {
            case "record" ->
                body.only(known(mayHaveToken, "type", "input"))
                        .members("input")
                        .only(Set.of("id", "version", "occurredAt", "references", "data"))
                        .recordClaim(body.requiredText("type"));
            case "validate" ->
                body.only(known(mayHaveToken, "id", "eventId", "seen", "decision", "effectiveFrom", "occurredAt"))
                        .validate();
            case "correct" ->
                body.only(known(
                                mayHaveToken,
                                "id",
                                "eventId",
                                "seen",
                                "amend",
                                "amendOccurredAt",
                                "retract",
                                "occurredAt"))
                        .correct();
            default -> throw body.wrong("command", "is not known; use one of record, validate, correct");
        };
    }

    static List<Command> batch(Arguments body) {
        List<Command> commands = new ArrayList<>();
        for (Arguments command : body.only(Set.of(BATCH)).list(BATCH)) {
            commands.add(one(command, false));
        }
        return commands;
    }

    private static Set<String> known(boolean mayHaveToken, String... names) {
        Set<String> known = new HashSet<>(List.of(names));
        known.add("command");
        if (mayHaveToken) {
            known.add("previewToken");
        }
        return known;
    }
}
