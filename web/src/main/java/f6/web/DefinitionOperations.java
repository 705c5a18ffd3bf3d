package f6.web;

import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// What [DefinitionsEndpoint] serves, for the description of the API.
record DefinitionOperations(RouterFunction<ServerResponse> routes) implements ApiPart {
    private static final Map<String, Object> OBJECT = Map.of("type", "object");

    @Override
    public List<Operation> operations() {
        String all = DefinitionsEndpoint.ALL;
        String one = DefinitionsEndpoint.ONE;
        return List.of(
                answered(Operation.get(all, "definitions", "The definitions of a zone, and which one rules."), 200),
                answered(
                        Operation.post(
                                all,
                                "proposeDefinition",
                                "Propose a definition: the body is its YAML, as" + " application/yaml."),
                        201),
                answered(Operation.post(all + "/rollback", "rollBackDefinition", "Let the one before rule."), 200),
                answered(Operation.get(one, "definition", "A definition with its text."), 200),
                answered(
                        Operation.get(one + "/check", "checkDefinition", "Which stored events fit it no longer."), 200),
                answered(
                        Operation.get(one + "/diff", "diffDefinition", "How it differs from another.")
                                .takes("against", "The other; the one that rules if left out.", Schemas.ID),
                        200),
                answered(Operation.post(one + "/activation", "activateDefinition", "Let it rule."), 200),
                Operation.get(DefinitionsEndpoint.SCHEMA, "definitionSchema", "The JSON Schema of definitions.")
                        .openToAll()
                        .answers(200, "The schema.", OBJECT, "application/schema+json"));
    }

    private static Operation answered(Operation operation, int status) {
        return operation.answers(status, "As the reference has it.", OBJECT, Operation.JSON);
    }
}
