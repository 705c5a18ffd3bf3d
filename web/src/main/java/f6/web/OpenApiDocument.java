package f6.web;

import f6.zone.definition.ZoneDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/// The OpenAPI document of a node (OpenAPI 3.1), made from the parts of its API and the definitions of its zones.
/// Passes the Spectral rules of the Dutch API Design Rules 2.2.1.
final class OpenApiDocument {
    static final String SCHEMAS = "#/components/schemas/";
    private static final String ROOT = "/v1";
    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");
    /// What every address answers that asks who is there.
    private static final List<HttpStatus> PROBLEMS = List.of(
            HttpStatus.BAD_REQUEST,
            HttpStatus.UNAUTHORIZED,
            HttpStatus.FORBIDDEN,
            HttpStatus.NOT_FOUND,
            HttpStatus.NOT_ACCEPTABLE,
            HttpStatus.SERVICE_UNAVAILABLE);
    /// What comes beside that where something is sent.
    private static final List<HttpStatus> PROBLEMS_OF_SENDING = List.of(
            HttpStatus.CONFLICT,
            HttpStatus.CONTENT_TOO_LARGE,
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            HttpStatus.UNPROCESSABLE_CONTENT);

    private final List<ZoneDefinition> zones;

    private OpenApiDocument(List<ZoneDefinition> zones) {
        this.zones = zones;
    }

    static Map<String, Object> of(List<ZoneDefinition> zones, List<Operation> operations) {
        return new OpenApiDocument(zones).document(operations);
    }

    private Map<String, Object> document(List<Operation> operations) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "F6",
                        "version",
                        ApiVersion.NUMBER,
                        "description",
                        "Zones of events: commands, and what was so and what was known.",
                        "contact",
                        Map.of(
                                "name",
                                zones.isEmpty()
                                        ? "F6"
                                        : zones.getFirst().organisation().name(),
                                "url",
                                "https://f6.example",
                                "email",
                                "f6@f6.example")));
        document.put(
                "servers",
                List.of(
                        Map.of(
                                "url",
                                "https://{node}" + ROOT,
                                "variables",
                                Map.of(
                                        "node",
                                        Map.of(
                                                "default",
                                                "localhost:8606",
                                                "description",
                                                "Where the node is reached; in development by http, on the machine itself.")))));
        document.put("security", List.of(Map.of("token", List.of())));
        document.put("paths", paths(operations));
        document.put(
                "components",
                Map.of(
                        "schemas",
                        OpenApiSchemas.of(zones),
                        "headers",
                        Map.of(ApiVersion.HEADER, Map.of("description", "Of the API.", "schema", Schemas.TEXT)),
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT"))));
        return document;
    }

    private Map<String, Object> paths(List<Operation> operations) {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Operation operation : operations) {
            String path = operation.path().substring(ROOT.length());
            paths.computeIfAbsent(path.isEmpty() ? "/" : path, key -> new TreeMap<>())
                    .put(operation.method().name().toLowerCase(Locale.ROOT), described(operation));
        }
        return new LinkedHashMap<>(paths);
    }

    private Map<String, Object> described(Operation operation) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", operation.id());
        described.put("summary", operation.summary());
        List<Map<String, Object>> parameters = new ArrayList<>();
        Matcher names = IN_PATH.matcher(operation.path());
        while (names.find()) {
            parameters.add(
                    Map.of("name", names.group(1), "in", "path", "required", true, "schema", inPath(names.group(1))));
        }
        operation
                .query()
                .forEach(one -> parameters.add(Map.of(
                        "name", one.name(), "in", "query", "description", one.description(), "schema", one.schema())));
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        operation
                .body()
                .ifPresent(schema -> described.put(
                        "requestBody",
                        Map.of("required", true, "content", Map.of(Operation.JSON, Map.of("schema", schema)))));
        described.put("responses", responses(operation));
        if (operation.open()) {
            described.put("security", List.of());
        }
        return described;
    }

    private Map<String, Object> inPath(String name) {
        return switch (name) {
            case "zone" ->
                Map.of(
                        "type",
                        "string",
                        "enum",
                        zones.stream().map(ZoneDefinition::name).toList());
            case "id" -> Schemas.ID;
            default -> Schemas.TEXT;
        };
    }

    private static Map<String, Object> responses(Operation operation) {
        Map<String, Object> responses = new TreeMap<>();
        operation
                .answers()
                .forEach(answer -> responses.put(
                        String.valueOf(answer.status()), response(answer.description(), answer.content())));
        if (!operation.open()) {
            PROBLEMS.forEach(status -> putProblem(responses, status));
        }
        if (operation.body().isPresent()) {
            PROBLEMS_OF_SENDING.forEach(status -> putProblem(responses, status));
        }
        putProblem(responses, HttpStatus.BAD_REQUEST);
        return responses;
    }

    private static void putProblem(Map<String, Object> responses, HttpStatus status) {
        responses.putIfAbsent(
                String.valueOf(status.value()),
                response(
                        status.getReasonPhrase() + ".",
                        Map.of("application/problem+json", Map.of("$ref", SCHEMAS + "Problem"))));
    }

    private static Map<String, Object> response(String description, Map<String, ? extends Map<String, ?>> content) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", description);
        response.put("headers", Map.of(ApiVersion.HEADER, Map.of("$ref", "#/components/headers/" + ApiVersion.HEADER)));
        if (!content.isEmpty()) {
            Map<String, Object> types = new TreeMap<>();
            content.forEach((type, schema) -> types.put(type, Map.of("schema", schema)));
            response.put("content", types);
        }
        return response;
    }
}
