package f6.web.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Asks and tells one zone by its public GraphQL API.
public final class ZoneClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /// Deeper than any view goes.
    private static final int MAX_SELECTION_DEPTH = 8;

    /// Numbers as the log holds them.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String RECORDED = "{ event { id position createdAt eventKind objectIds } basis }";
    private static final String EVENT = "{ id position createdAt occurredAt objectIds eventType eventVersion eventKind"
            + " eventSourceId eventSourceType eventReference eventData }";
    private static final String CHANGES = "{ field from fromTime until untilTime before after cause }";
    private static final String RECTANGLE = "{ field value from fromTime until untilTime since sinceTime superseded"
            + " supersededTime cause madeKnownBy }";
    private static final String IMPACT =
            "{ decision " + EVENT + " inForce effect touched { object field absent } through before after }";
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+): \\w+!?");
    private static final String VALIDATE = "$id: ID!, $eventId: ID!, $seen: ID!, $decision: Decision!,"
            + " $effectiveFrom: Date, $occurredAt: DateTime";
    private static final String CORRECT = "$id: ID!, $eventId: ID!, $seen: ID!, $amend: JSON,"
            + " $amendOccurredAt: DateTime, $retract: Boolean, $occurredAt: DateTime";
    private static final String TOKEN = ", $previewToken: String";
    private static final String PREVIEW =
            "{ basis changes { id changes " + CHANGES + " } impact " + IMPACT + " token }";

    /// No zone has this name, since names begin with a letter.
    private static final String NO_ZONE = "0";

    private static final String ZONES_FOLLOW = "use one of ";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI node;
    private final String zone;
    private final URI endpoint;
    private final Map<String, String> selections = new ConcurrentHashMap<>();

    /// @param node the node's address, such as `http://127.0.0.1:8606`
    public ZoneClient(URI node, String zone) {
        this.node = node;
        this.zone = zone;
        this.endpoint = node.resolve("/v1/" + zone + "/graphql");
    }

    /// The name of the zone.
    public String zone() {
        return zone;
    }

    /// The names of the zones that a node serves: it tells them to whoever names one that is not there.
    ///
    /// @throws ClientFailure when the node does not answer, or does not know the token
    public static List<String> zones(URI node, String token) {
        try {
            Answer _ = new ZoneClient(node, NO_ZONE).post(token, "{ __typename }", Map.of());
        } catch (ClientFailure failure) {
            String message = String.valueOf(failure.getMessage());
            int names = message.indexOf(ZONES_FOLLOW);
            if (failure.status() == HttpURLConnection.HTTP_NOT_FOUND && names > 0) {
                return List.of(message.substring(names + ZONES_FOLLOW.length()).split(", ", -1));
            }
            throw failure;
        }
        throw new ClientFailure("what answers at %s is no node of F6".formatted(node));
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

        /// @throws ClientFailure with all that the errors say, if there are any
        public Answer orThrow() {
            if (!errors.isEmpty()) {
                throw new ClientFailure(errorText());
            }
            return this;
        }

        /// A list of objects in the data; none in place of anything else.
        public List<Map<String, @Nullable Object>> list(String name) {
            return objects(field(name));
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
        return record(token, type, input, Optional.empty());
    }

    /// @param previewToken of a preview of the same
    public Answer record(String token, String type, Map<String, ?> input, Optional<String> previewToken) {
        Map<String, Object> variables = new LinkedHashMap<>(Map.of("input", input));
        previewToken.ifPresent(preview -> variables.put("previewToken", preview));
        return post(
                token,
                command("mutation", "recorded: record" + type, recordVariables(type) + TOKEN, RECORDED),
                variables);
    }

    /// What recording would do: the answer's field `preview`.
    ///
    /// @param input as the API's `Record…Input` has it
    public Answer previewRecord(String token, String type, Map<String, ?> input) {
        return post(
                token,
                command("query", "preview: previewRecord" + type, recordVariables(type), PREVIEW),
                Map.of("input", input));
    }

    private static String recordVariables(String type) {
        return "$input: Record%sInput!".formatted(type);
    }

    /// @param arguments as the API's `validate` has them
    public Answer validate(String token, Map<String, ?> arguments) {
        return post(token, command("mutation", "recorded: validate", VALIDATE + TOKEN, RECORDED), arguments);
    }

    /// What a validation would do: the answer's field `preview`.
    ///
    /// @param arguments as the API's `previewValidate` has them
    public Answer previewValidate(String token, Map<String, ?> arguments) {
        return post(token, command("query", "preview: previewValidate", VALIDATE, PREVIEW), arguments);
    }

    /// @param arguments as the API's `correct` has them
    public Answer correct(String token, Map<String, ?> arguments) {
        return post(token, command("mutation", "recorded: correct", CORRECT + TOKEN, RECORDED), arguments);
    }

    /// What a correction would do: the answer's field `preview`.
    ///
    /// @param arguments as the API's `previewCorrect` has them
    public Answer previewCorrect(String token, Map<String, ?> arguments) {
        return post(token, command("query", "preview: previewCorrect", CORRECT, PREVIEW), arguments);
    }

    /// A document that hands each of its variables to the field's argument of the same name.
    private static String command(String operation, String field, String variables, String selection) {
        String arguments = VARIABLE.matcher(variables).replaceAll("$1: \\$$1");
        return "%s (%s) { %s(%s) %s }".formatted(operation, variables, field, arguments, selection);
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

    /// All that was ever known of an object by a view: the answer's field `timeline`.
    ///
    /// @param arguments `view`, `id`, and if wanted `asserted`
    public Answer timeline(String token, Map<String, ?> arguments) {
        return post(token, """
                query ($view: String!, $id: ID!, $asserted: Boolean) {
                  timeline(view: $view, id: $id, asserted: $asserted) { id view position rectangles %s } }
                """.formatted(RECTANGLE), arguments);
    }

    /// What is known otherwise at one moment than at another: the answer's field `diff`.
    ///
    /// @param arguments `fromTime` or `fromPosition`, and if wanted `toTime` or `toPosition`, and `id`
    public Answer diff(String token, Map<String, ?> arguments) {
        return post(token, """
                query ($id: ID, $fromTime: DateTime, $fromPosition: Long, $toTime: DateTime, $toPosition: Long) {
                  diff(id: $id, fromTime: $fromTime, fromPosition: $fromPosition, toTime: $toTime,
                       toPosition: $toPosition) { from to objects { id changes %s } } }
                """.formatted(CHANGES), arguments);
    }

    /// Why a field of an object has its value: the answer's field `explain`, null when it never had one.
    ///
    /// @param arguments `view`, `id`, `field`, and if wanted `geldigOp`, `beschikbaarOp` or `position`, `asserted`
    public Answer explain(String token, Map<String, ?> arguments) {
        return post(token, """
                query ($view: String!, $id: ID!, $field: String!, $geldigOp: Date, $beschikbaarOp: DateTime,
                       $position: Long, $asserted: Boolean) {
                  explain(view: $view, id: $id, field: $field, geldigOp: $geldigOp, beschikbaarOp: $beschikbaarOp,
                          position: $position, asserted: $asserted) {
                    rectangle %s chain { event %s inForce retracted pending verdict effectiveFrom anomaly } } }
                """.formatted(RECTANGLE, EVENT), arguments);
    }

    /// What was done about an object, oldest first: the answer's field `history`.
    public Answer history(String token, String objectId) {
        return post(token, """
                query ($id: ID!) {
                  history(id: $id) { act event %s rootId basis inForce retracted pending changes %s } }
                """.formatted(EVENT, CHANGES), Map.of("id", objectId));
    }

    /// The decisions that relied on what an event changed: the answer's field `impact`.
    public Answer impact(String token, String eventId) {
        return post(token, "query ($id: ID!) { impact(eventId: $id) %s }".formatted(IMPACT), Map.of("id", eventId));
    }

    /// One event: the answer's field `event`, null when there is none of that id.
    public Answer event(String token, String eventId) {
        return post(token, "query ($id: ID!) { event(id: $id) %s }".formatted(EVENT), Map.of("id", eventId));
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
            return answer(response);
        } catch (ConnectException e) {
            throw new ClientFailure(
                    "no node answers at %s: is it started, and is the address right?".formatted(node), 0, e);
        } catch (IOException e) {
            throw new ClientFailure("no answer from %s: %s".formatted(endpoint, e), 0, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted while waiting for " + endpoint, 0, e);
        }
    }

    private Answer answer(HttpResponse<String> response) {
        Map<String, @Nullable Object> body;
        try {
            body = object(JSON.readValue(response.body(), Map.class));
        } catch (JacksonException e) {
            throw new ClientFailure(
                    "what answers at %s (with status %d, not in JSON) is no node of F6"
                            .formatted(node, response.statusCode()),
                    response.statusCode(),
                    e);
        }
        if (!body.containsKey("data") && !body.containsKey("errors")) {
            throw new ClientFailure(
                    "%s answered %d: %s"
                            .formatted(endpoint, response.statusCode(), body.getOrDefault("detail", response.body())),
                    response.statusCode(),
                    null);
        }
        return new Answer(object(body.get("data")), objects(body.get("errors")));
    }

    private static List<Map<String, @Nullable Object>> objects(@Nullable Object json) {
        return json instanceof List<?> list
                ? list.stream().map(ZoneClient::object).toList()
                : List.of();
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
