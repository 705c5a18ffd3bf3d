package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.zone.Zone;
import f6.zone.accountability.AuditLog;
import f6.zone.accountability.ReadLog;
import f6.zone.accountability.ReadRecord;
import f6.zone.definition.Duty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `GET /v1/{zone}/audit/reads` and `/audit/actions`: who read of whom and who did what, newest first, for those
/// who audit.
final class AuditEndpoint {
    private static final int DEFAULT_LIMIT = 100;
    static final String READS = "/v1/{zone}/audit/reads";
    static final String ACTIONS = "/v1/{zone}/audit/actions";

    private final Access access;
    private final Accountability accountability;

    AuditEndpoint(Zones zones, Accountability accountability) {
        this.access = new Access(zones);
        this.accountability = accountability;
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (String path : List.of(READS, ACTIONS)) {
            routes.GET(path, request -> json(path.equals(READS) ? reads(request) : actions(request)));
            routes.route(RequestPredicates.path(path), request -> {
                throw new HttpRequestMethodNotSupportedException(
                        request.method().name(), List.of("GET"));
            });
        }
        return routes.build();
    }

    private Object reads(ServerRequest request) {
        Zone zone = audited(request);
        Arguments asked = Arguments.parameters(request, Set.of("object", "source", "before", "limit"));
        int limit = limit(asked);
        Optional<String> subject = asked.optionalObjectId("object")
                .map(object -> accountability.pseudonyms().of(object));
        List<ReadLog.Stored> found =
                accountability.reads().reads(zone.definition().name(), subject, source(asked), before(asked), limit);
        return page(
                "reads",
                found.stream().map(AuditEndpoint::read).toList(),
                found.size() == limit ? Optional.of(found.getLast().id()) : Optional.empty());
    }

    private Object actions(ServerRequest request) {
        Zone zone = audited(request);
        Arguments asked = Arguments.parameters(request, Set.of("source", "before", "limit"));
        int limit = limit(asked);
        List<AuditLog.Stored> found =
                accountability.actions().actions(zone.definition().name(), source(asked), before(asked), limit);
        return page(
                "actions",
                found.stream().map(AuditEndpoint::action).toList(),
                found.size() == limit ? Optional.of(found.getLast().id()) : Optional.empty());
    }

    private Zone audited(ServerRequest request) {
        Zone zone = access.zone(request);
        Access.mayManage(zone, Duty.AUDIT);
        return zone;
    }

    private static Optional<UUID> source(Arguments asked) {
        return asked.optionalObjectId("source").map(ObjectId::value);
    }

    private static OptionalLong before(Arguments asked) {
        return asked.position("before")
                .map(position -> OptionalLong.of(position.value()))
                .orElse(OptionalLong.empty());
    }

    private static int limit(Arguments asked) {
        String text = asked.text("limit").orElse(String.valueOf(DEFAULT_LIMIT));
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > ReadLog.MAX_PAGE) {
            throw new InvalidValue("/limit: is a whole number from 1 to " + ReadLog.MAX_PAGE);
        }
        return Integer.parseInt(text);
    }

    private static Object page(String name, List<?> items, Optional<Long> before) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put(name, items);
        page.put("before", before.orElse(null));
        return page;
    }

    private static Object read(ReadLog.Stored stored) {
        ReadRecord read = stored.read();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", stored.id());
        fields.put("start", read.start());
        fields.put("end", read.end());
        fields.put("sourceId", read.source().id().toString());
        fields.put("sourceType", read.source().type());
        fields.put("name", read.name());
        fields.put("processingActivity", read.activity().toString());
        fields.put("subject", read.subject().orElse(null));
        fields.put("trace", read.trace().id());
        fields.put("span", read.span());
        fields.put("parent", read.parent().orElse(null));
        fields.put("caller", read.trace().caller().orElse(null));
        return fields;
    }

    private static Object action(AuditLog.Stored stored) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", stored.id());
        fields.put("at", stored.action().at());
        fields.put("sourceId", stored.action().source().id().toString());
        fields.put("sourceType", stored.action().source().type());
        fields.put("action", stored.action().action());
        fields.put("target", stored.action().target());
        fields.put("outcome", stored.action().outcome().name());
        return fields;
    }

    private static ServerResponse json(Object answer) {
        return ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .build((request, response) -> {
                    response.getOutputStream().write(StrictJson.MAPPER.writeValueAsBytes(answer));
                    return null;
                });
    }
}
