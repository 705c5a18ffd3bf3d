package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.zone.Zone;
import f6.zone.definition.Duty;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// How endpoints in packages of their own take requests to a zone and answer them: as all others here do.
public final class Requests {
    private final Access access;

    public Requests(Zones zones) {
        this.access = new Access(zones);
    }

    /// The zone that the path names, if the source may do anything there.
    public Zone zone(ServerRequest request) {
        return access.zone(request);
    }

    /// Who asks.
    public Source source() {
        return Access.source();
    }

    /// The source must have a duty in the zone, or be one that may read all events there.
    public static void mayManageOrReadEvents(Zone zone, Duty duty) {
        if (!zone.definition().authorityOf(Access.source()).mayReadEvents()) {
            Access.mayManage(zone, duty);
        }
    }

    /// The body's members.
    ///
    /// @throws InvalidValue when it is not one JSON object
    public static Map<String, @Nullable Object> body(ServerRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        return RequestBody.members(request);
    }

    /// The parameters of the query string, each once, and none but these.
    public static Map<String, String> parameters(ServerRequest request, Set<String> known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.params().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new InvalidValue(
                        "/%.60s: is not known here; use one of %s".formatted(name, new TreeSet<>(known)));
            }
            if (values.size() > 1) {
                throw new InvalidValue("/%.60s: is given %d times".formatted(name, values.size()));
            }
            parameters.put(name, values.getFirst());
        });
        return parameters;
    }

    /// Puts on record that events of a zone are read, before any of them is told: of these objects, or where there
    /// are none of whomever they are about.
    ///
    /// @param what is read, such as `feed pages/3`; no personal data
    /// @throws RuntimeException answered by 503, when it is not known to be on record
    public static void settleRead(ServerRequest request, Zone zone, String what, Collection<ObjectId> objects) {
        Accountability.Reads reads = Accountability.readsOf(request.attributes());
        if (objects.isEmpty()) {
            reads.addBulk(zone, Access.source(), what);
        } else {
            reads.add(zone, Access.source(), what, objects);
        }
        reads.settle();
    }

    /// Does what has to be done before a stream begins that has taken a place, and gives the place back if it
    /// fails.
    public static void orRelease(Semaphore places, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
    }

    /// Until when a stream may go on that begins now: it outlives neither its token nor this long.
    public static Instant streamsUntil(Duration longest) {
        Instant latest = Instant.now().plus(longest);
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return Optional.ofNullable(authentication)
                .map(Authentication::getPrincipal)
                .filter(Jwt.class::isInstance)
                .map(token -> ((Jwt) token).getExpiresAt())
                .filter(latest::isAfter)
                .orElse(latest);
    }

    public static ErrorResponseException problem(HttpStatus status, String detail) {
        return Problems.of(status, detail);
    }

    public static ServerResponse json(HttpStatus status, Object answer) {
        return ServerResponse.status(status)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .build((request, response) -> {
                    response.getOutputStream().write(StrictJson.MAPPER.writeValueAsBytes(answer));
                    return null;
                });
    }

    /// Routes of one address: other methods than these are told which there are.
    public static void route(
            RouterFunctions.Builder routes, String path, Map<HttpMethod, HandlerFunction<ServerResponse>> handlers) {
        handlers.forEach((method, handler) ->
                routes.route(RequestPredicates.method(method).and(RequestPredicates.path(path)), handler));
        routes.route(RequestPredicates.path(path), request -> {
            throw new HttpRequestMethodNotSupportedException(
                    request.method().name(),
                    handlers.keySet().stream().map(HttpMethod::name).sorted().toList());
        });
    }
}
