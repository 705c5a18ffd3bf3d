package f6.web.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks and tells one zone by its public GraphQL API.
public final class ZoneClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /// Deeper than any view goes.
    private static final int MAX_SELECTION_DEPTH = 8;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RECORDED = "{ event { id position createdAt eventKind objectIds } basis }";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final Map<String, String> selections = new ConcurrentHashMap<>();

    /// @param node the node's address, such as `http://127.0.0.1:8606`
    public ZoneClient(URI node, String zone) {
        this.endpoint = node.resolve("/v1/" + zone + "/graphql");
    }

    /// An answer to a GraphQL request: data, or errors, or some of both.
    public record Answer(Map<String, @Nullable Object> data, List<Map<String, @Nullable Object>> errors) {
        /// The value of a field of the data.
        public @Nullable Object field(String name) {
            return data.get(name);
        }

        /// The first error's `extensions.code`, or null when there is no error.
        public @Nullable String errorCode() {
            return errors.isEmpty()
                    ? null
                    : String.valueOf(
                            object(errors.getFirst().get("extensions")).getOrDefault("code", "INVALID_REQUEST"));
        }

        /// All that the errors say.
        public String errorText() {
            return errors.stream().map(Answer::text).collect(Collectors.joining("; "));
        }

        private static String text(Map<String, @Nullable Object> error) {
            String message = String.valueOf(error.get("message"));
            return object(error.get("extensions")).get("violations") instanceof List<?> violations
                            && !violations.isEmpty()
                    ? violations.stream()
                            .map(violation -> object(violation))
                            .map(violation -> violation.get("path") + ": " + violation.get("message"))
                            .collect(Collectors.joining("; ", message + ": ", ""))
                    : message;
        }
    }

    /// @param input as the API's `Record…Input` has it
    public Answer record(String token, String type, Map<String, ?> input) {
        return post(
                token,
                "mutation ($input: Record%1$sInput!) { recorded: record%1$s(input: $input) %2$s }"
                        .formatted(type, RECORDED),
                Map.of("input", input));
    }

    /// @param arguments as the API's `validate` has them
    public Answer validate(String token, Map<String, ?> arguments) {
        return post(token, """
                mutation ($id: ID!, $eventId: ID!, $seen: ID!, $decision: Decision!, $effectiveFrom: Date,
                          $occurredAt: DateTime) {
                  recorded: validate(id: $id, eventId: $eventId, seen: $seen, decision: $decision,
                                     effectiveFrom: $effectiveFrom, occurredAt: $occurredAt) %s }
                """.formatted(RECORDED), arguments);
    }

    /// @param arguments as the API's `correct` has them
    public Answer correct(String token, Map<String, ?> arguments) {
        return post(token, """
                mutation ($id: ID!, $eventId: ID!, $seen: ID!, $amend: JSON, $amendOccurredAt: DateTime,
                          $retract: Boolean, $occurredAt: DateTime) {
                  recorded: correct(id: $id, eventId: $eventId, seen: $seen, amend: $amend,
                                    amendOccurredAt: $amendOccurredAt, retract: $retract, occurredAt: $occurredAt) %s }
                """.formatted(RECORDED), arguments);
    }

    /// All fields of a view; the answer's field `state` is null when no event counts there.
    ///
    /// @param arguments `id`, and if wanted `geldigOp`, `beschikbaarOp`, `asserted`
    public Answer state(String token, String view, Map<String, ?> arguments) {
        String selection = selections.computeIfAbsent(view, name -> selection(token, viewType(name), 1));
        return post(token, """
                query ($id: ID!, $geldigOp: Date, $beschikbaarOp: DateTime, $asserted: Boolean) {
                  state: %s(id: $id, geldigOp: $geldigOp, beschikbaarOp: $beschikbaarOp, asserted: $asserted) %s }
                """.formatted(view, selection), arguments);
    }

    /// The events that name an object, oldest first.
    public Answer events(String token, String objectId) {
        return post(
                token,
                "query ($id: ID!) { events(objectId: $id, limit: 1000) { id position eventType eventKind head } }",
                Map.of("id", objectId));
    }

    private static String viewType(String view) {
        return Character.toUpperCase(view.charAt(0)) + view.substring(1) + "View";
    }

    /// Everything that a type has, as the API itself describes it.
    private String selection(String token, String type, int depth) {
        Answer answer = post(
                token,
                "query ($name: String!) { __type(name: $name) { fields { name type { name kind ofType { name kind ofType"
                        + " { name kind ofType { name kind } } } } } } }",
                Map.of("name", type));
        Map<String, @Nullable Object> described = object(answer.field("__type"));
        if (!(described.get("fields") instanceof List<?> fields)) {
            throw new ClientFailure("%s has no type %s".formatted(endpoint, type));
        }
        return fields.stream()
                .map(field -> field(token, object(field), depth))
                .collect(Collectors.joining(" ", "{ ", " }"));
    }

    private String field(String token, Map<String, @Nullable Object> field, int depth) {
        Map<String, @Nullable Object> type = object(field.get("type"));
        while (type.get("ofType") instanceof Map<?, ?> inner) {
            type = object(inner);
        }
        boolean nested = "OBJECT".equals(type.get("kind")) && depth < MAX_SELECTION_DEPTH;
        return field.get("name") + (nested ? " " + selection(token, String.valueOf(type.get("name")), depth + 1) : "");
    }

    /// Any request.
    ///
    /// @throws ClientFailure when there is no answer in GraphQL's terms
    public Answer post(String token, String query, Map<String, ?> variables) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json, application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("query", query, "variables", variables))))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, @Nullable Object> body = object(JSON.readValue(response.body(), Map.class));
            if (!body.containsKey("data") && !body.containsKey("errors")) {
                throw new ClientFailure(
                        "%s answered %d: %s".formatted(endpoint, response.statusCode(), response.body()));
            }
            List<Map<String, @Nullable Object>> errors = body.get("errors") instanceof List<?> list
                    ? list.stream().map(ZoneClient::object).toList()
                    : List.of();
            return new Answer(object(body.get("data")), errors);
        } catch (IOException | JacksonException e) {
            throw new ClientFailure("no answer from %s: %s".formatted(endpoint, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted while waiting for " + endpoint, e);
        }
    }

    /// A JSON object, or an empty one in place of anything else.
    public static Map<String, @Nullable Object> object(@Nullable Object json) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> object.put(String.valueOf(name), value));
        }
        return object;
    }
}
