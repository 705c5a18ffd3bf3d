package f6.web.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.publishing.content.ContentStore;
import f6.publishing.content.ContentStore.Put;
import f6.publishing.content.Item;
import f6.publishing.content.PublishIntent;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// What publishing tells a content store, and asks of it to compare: `PUT` and `DELETE` of items and
/// intents as content-store has them, and beside them the items as they were put (`/item/…`) and a list
/// of them (`/items`).
final class PublishersEndpoint {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /// By which a deletion says that nothing older may come back.
    private static final String VERSION = "payload_version";

    private final ContentStore store;
    private final String base;

    PublishersEndpoint(ContentStores.Served served) {
        this.store = served.store();
        this.base = served.base();
    }

    void addTo(RouterFunctions.Builder routes) {
        var put = RequestPredicates.methods(HttpMethod.PUT);
        var delete = RequestPredicates.methods(HttpMethod.DELETE);
        var get = RequestPredicates.methods(HttpMethod.GET);
        String content = base + "/content";
        String intents = base + "/publish-intent";
        Exchange.on(
                routes,
                put,
                content,
                request -> Exchange.body(request, body -> put(Exchange.pathBelow(content, request), body)));
        Exchange.on(routes, delete, content, request -> delete(Exchange.pathBelow(content, request), request));
        Exchange.on(
                routes,
                put,
                intents,
                request -> Exchange.body(request, body -> putIntent(Exchange.pathBelow(intents, request), body)));
        Exchange.on(
                routes,
                delete,
                intents,
                request -> store.deleteIntent(Exchange.pathBelow(intents, request))
                        ? Exchange.json(OK, Map.of())
                        : Exchange.notFound());
        Exchange.on(routes, get, base + "/item", request -> item(Exchange.pathBelow(base + "/item", request)));
        routes.GET(base + "/items", this::list);
        routes.GET(base + "/publish-intents", this::intents);
        routes.DELETE(base + "/publish-intents", this::forget);
    }

    private ServerResponse put(String path, Map<String, @Nullable Object> sent) {
        Map<String, List<String>> flaws = flaws(sent);
        if (!flaws.isEmpty()) {
            return Exchange.flaws(flaws);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(sent);
        fields.put("base_path", path);
        long version = sent.get(VERSION) instanceof Number number ? number.longValue() : 0;
        try {
            return switch (store.put(new Item(fields), version)) {
                case Put.Created() -> Exchange.json(CREATED, Map.of());
                case Put.Replaced() -> Exchange.json(OK, Map.of());
                case Put.Conflict(long stored) -> conflict(version, stored);
            };
        } catch (InvalidValue e) {
            return Exchange.flaws(Map.of("base", List.of(String.valueOf(e.getMessage()))));
        }
    }

    private static ServerResponse conflict(long version, long stored) {
        String message = "Tried to process request with payload_version %d, but the latest ContentItem has a newer"
                        .formatted(version)
                + " (or equal) payload_version of %d".formatted(stored);
        Map<String, Object> errors = new LinkedHashMap<>();
        errors.put("type", "conflict");
        errors.put("code", "409");
        errors.put("message", message);
        return Exchange.json(CONFLICT, Map.of("errors", errors));
    }

    private static Map<String, List<String>> flaws(Map<String, @Nullable Object> sent) {
        Map<String, List<String>> flaws = unknown(sent, Item.FIELDS, Set.of(VERSION));
        List.of("routes", "redirects").forEach(field -> {
            Object value = sent.get(field);
            if (value != null && !(value instanceof List<?>)) {
                flaws.put(
                        field,
                        List.of("Value of type %s cannot be written to a field of type Array"
                                .formatted(rubyType(value))));
            }
        });
        Object version = sent.get(VERSION);
        if (version != null && !(version instanceof Integer || version instanceof Long)) {
            flaws.put(VERSION, List.of("is not a number"));
        }
        return flaws;
    }

    /// As content-store calls it.
    private static String rubyType(Object value) {
        return switch (value) {
            case Integer _, Long _, BigInteger _ -> "Integer";
            case Number _ -> "Float";
            case String _ -> "String";
            case Boolean truth -> truth ? "TrueClass" : "FalseClass";
            default -> "Hash";
        };
    }

    private static Map<String, List<String>> unknown(
            Map<String, @Nullable Object> sent, Set<String> known, Set<String> also) {
        String extra = sent.keySet().stream()
                .filter(field -> !known.contains(field) && !also.contains(field))
                .collect(Collectors.joining(", "));
        Map<String, List<String>> flaws = new LinkedHashMap<>();
        if (!extra.isEmpty()) {
            flaws.put("base", List.of("unrecognised field(s) %s in input".formatted(extra)));
        }
        return flaws;
    }

    private ServerResponse delete(String path, ServerRequest request) {
        Optional<String> version = request.param(VERSION);
        boolean deleted;
        try {
            deleted = version.isPresent() ? store.delete(path, Long.parseLong(version.get())) : store.remove(path);
        } catch (NumberFormatException e) {
            return Exchange.flaws(Map.of(VERSION, List.of("is not a number")));
        }
        return deleted ? Exchange.json(OK, Map.of()) : Exchange.notFound();
    }

    private ServerResponse putIntent(String path, Map<String, @Nullable Object> sent) {
        Map<String, List<String>> unknown = unknown(sent, PublishIntent.FIELDS, Set.of());
        if (!unknown.isEmpty()) {
            return Exchange.flaws(unknown);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(sent);
        fields.put("base_path", path);
        Map<String, List<String>> flaws = PublishIntent.flaws(fields);
        if (!flaws.isEmpty()) {
            String all = flaws.entrySet().stream()
                    .map(flaw -> human(flaw.getKey()) + " " + flaw.getValue().getFirst())
                    .collect(Collectors.joining(", "));
            Map<String, List<String>> errors = new LinkedHashMap<>(flaws);
            errors.put("base", List.of("Validation failed: " + all));
            return Exchange.flaws(errors);
        }
        return Exchange.json(store.putIntent(new PublishIntent(fields)) ? CREATED : OK, Map.of());
    }

    private static String human(String field) {
        String words = field.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private ServerResponse item(String path) {
        return store.find(path)
                .map(stored -> {
                    Map<String, @Nullable Object> answer = new TreeMap<>();
                    answer.put("item", stored.item().fields());
                    answer.put(VERSION, stored.payloadVersion());
                    answer.put("updated_at", stored.updatedAt().toString());
                    return Exchange.json(OK, answer);
                })
                .orElseGet(Exchange::notFound);
    }

    private static ServerResponse noLimit() {
        return Exchange.flaws(Map.of("limit", List.of("is not from 1 to " + ContentStore.MAX_PAGE)));
    }

    /// Empty when it is none.
    private static OptionalInt limit(ServerRequest request) {
        try {
            int limit = Integer.parseInt(request.param("limit").orElse(String.valueOf(ContentStore.MAX_PAGE)));
            return limit < 1 || limit > ContentStore.MAX_PAGE ? OptionalInt.empty() : OptionalInt.of(limit);
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private ServerResponse intents(ServerRequest request) {
        OptionalInt limit = limit(request);
        return limit.isEmpty()
                ? noLimit()
                : Exchange.json(
                        OK,
                        Map.of(
                                "publish_intents",
                                store.intents(request.param("after").orElse(""), limit.getAsInt()).stream()
                                        .map(PublishIntent::fields)
                                        .toList()));
    }

    private ServerResponse list(ServerRequest request) {
        OptionalInt limit = limit(request);
        if (limit.isEmpty()) {
            return noLimit();
        }
        return Exchange.json(
                OK,
                Map.of(
                        "items",
                        store.list(request.param("after").orElse(""), limit.getAsInt()).stream()
                                .map(listed -> Map.of(
                                        "base_path",
                                        listed.basePath(),
                                        VERSION,
                                        listed.payloadVersion(),
                                        "hash",
                                        listed.hash()))
                                .toList()));
    }

    private ServerResponse forget(ServerRequest request) {
        try {
            Instant before = Instant.parse(request.param("before").orElse(""));
            return Exchange.json(OK, Map.of("forgotten", store.forgetIntentsBefore(before)));
        } catch (DateTimeParseException e) {
            return Exchange.flaws(Map.of("before", List.of("is not a time")));
        }
    }
}
