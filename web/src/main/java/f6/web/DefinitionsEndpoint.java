package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.zone.Zone;
import f6.zone.definition.DefinitionException;
import f6.zone.definition.DefinitionSchema;
import f6.zone.definition.Duty;
import f6.zone.management.Change;
import f6.zone.management.DefinitionBook;
import f6.zone.management.Proposal;
import f6.zone.management.ZoneDefinitions;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The definitions of a zone: proposed, checked, compared, activated, rolled back. For who has the duty
/// `definitions`.
final class DefinitionsEndpoint {
    static final String SCHEMA = "/v1/zone-definition-schema";
    static final String ALL = "/v1/{zone}/definitions";
    static final String ONE = ALL + "/{id}";
    /// RFC 9512.
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    private final Access access;
    private final ManagedZones managed;

    DefinitionsEndpoint(Zones zones, ManagedZones managed) {
        this.access = new Access(zones);
        this.managed = managed;
    }

    /// A request about the definitions of a zone, by a source that may make it.
    private record Asked(ServerRequest request, String zone, ZoneDefinitions definitions) {
        EventId id() {
            return id("id", request.pathVariable("id"));
        }

        static EventId id(String name, String text) {
            try {
                return EventId.of(text);
            } catch (InvalidValue e) {
                throw new InvalidValue("/%s: %s".formatted(name, e.getMessage()));
            }
        }

        Optional<String> parameter(String known) {
            Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
            request.params().forEach((name, values) -> {
                if (values.size() > 1) {
                    throw new InvalidValue("/%.60s: is given %d times".formatted(name, values.size()));
                }
                parameters.put(name, values.getFirst());
            });
            return Arguments.of(parameters)
                    .only(known.isEmpty() ? Set.of() : Set.of(known))
                    .text(known);
        }

        void requirePlain() throws IOException {
            var _ = parameter("");
            if (request.servletRequest().getInputStream().read() >= 0) {
                throw new InvalidValue("the body is not as it must be: send none");
            }
        }
    }

    /// Answers a request that may be made.
    private interface Answer {
        ServerResponse to(Asked asked) throws IOException, HttpMediaTypeNotSupportedException;
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        on(routes, SCHEMA, Map.of(HttpMethod.GET, request -> schema()));
        on(routes, ALL, Map.of(HttpMethod.GET, of(this::list), HttpMethod.POST, of(this::propose)));
        on(routes, ALL + "/rollback", Map.of(HttpMethod.POST, of(this::rollBack)));
        on(routes, ONE, Map.of(HttpMethod.GET, of(this::find)));
        on(routes, ONE + "/check", Map.of(HttpMethod.GET, of(this::check)));
        on(routes, ONE + "/diff", Map.of(HttpMethod.GET, of(this::diff)));
        on(routes, ONE + "/activation", Map.of(HttpMethod.POST, of(this::activate)));
        return routes.build();
    }

    private static void on(
            RouterFunctions.Builder routes, String path, Map<HttpMethod, HandlerFunction<ServerResponse>> handlers) {
        handlers.forEach((method, handler) -> {
            HttpMethod[] methods = method.equals(HttpMethod.GET)
                    ? new HttpMethod[] {method, HttpMethod.HEAD}
                    : new HttpMethod[] {method};
            routes.route(RequestPredicates.methods(methods).and(RequestPredicates.path(path)), handler);
        });
        routes.route(RequestPredicates.path(path), request -> {
            throw new HttpRequestMethodNotSupportedException(
                    request.method().name(),
                    handlers.keySet().stream().map(HttpMethod::name).sorted().toList());
        });
    }

    private HandlerFunction<ServerResponse> of(Answer answer) {
        return request -> {
            Zone zone = access.zone(request);
            Access.mayManage(zone, Duty.DEFINITIONS);
            String name = zone.definition().name();
            ZoneDefinitions definitions =
                    Optional.ofNullable(managed.byName().get(name)).orElseThrow();
            return answer.to(new Asked(request, name, definitions));
        };
    }

    private static ServerResponse schema() {
        return ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, "application/schema+json")
                .build((request, response) -> {
                    response.getOutputStream().write(DefinitionSchema.text().getBytes(StandardCharsets.UTF_8));
                    return null;
                });
    }

    private ServerResponse list(Asked asked) {
        var _ = asked.parameter("");
        return json(
                HttpStatus.OK,
                DefinitionAnswers.list(asked.zone(), asked.definitions().book()));
    }

    private ServerResponse propose(Asked asked) throws IOException, HttpMediaTypeNotSupportedException {
        var _ = asked.parameter("");
        String text = yaml(asked.request());
        try {
            ZoneDefinitions.Proposed proposed = asked.definitions().propose(Access.source(), text);
            Map<String, @Nullable Object> answer = described(asked, proposed.proposal());
            answer.put(
                    "check",
                    DefinitionAnswers.check(orNotFound(
                            asked.definitions().check(proposed.proposal().id()))));
            answer.put(
                    "diff",
                    DefinitionAnswers.diff(orNotFound(
                            asked.definitions().diff(proposed.proposal().id(), Optional.empty()))));
            URI place = URI.create("/v1/%s/definitions/%s"
                    .formatted(asked.zone(), proposed.proposal().id()));
            return ServerResponse.status(proposed.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                    .location(place)
                    .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                    .build((request, response) -> {
                        response.getOutputStream().write(StrictJson.MAPPER.writeValueAsBytes(answer));
                        return null;
                    });
        } catch (DefinitionException e) {
            throw Problems.of(DefinitionAnswers.mistakes(e));
        }
    }

    private static String yaml(ServerRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_OCTET_STREAM);
        if (!YAML.equalsTypeAndSubtype(type)) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(YAML));
        }
        byte[] body = request.servletRequest().getInputStream().readAllBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidValue("the body is not as it must be: it is no UTF-8");
        }
    }

    private static Map<String, @Nullable Object> described(Asked asked, Proposal proposal) {
        DefinitionBook book = asked.definitions().book();
        return DefinitionAnswers.definition(asked.zone(), proposal, book);
    }

    private ServerResponse find(Asked asked) {
        var _ = asked.parameter("");
        Proposal proposal = orNotFound(asked.definitions().book().find(asked.id()));
        Map<String, @Nullable Object> answer = described(asked, proposal);
        answer.put("text", orNotFound(asked.definitions().text(proposal.id())));
        return json(HttpStatus.OK, answer);
    }

    private ServerResponse check(Asked asked) {
        var _ = asked.parameter("");
        return json(
                HttpStatus.OK,
                DefinitionAnswers.check(orNotFound(asked.definitions().check(asked.id()))));
    }

    private ServerResponse diff(Asked asked) {
        Optional<EventId> against = asked.parameter("against").map(text -> Asked.id("against", text));
        return json(
                HttpStatus.OK,
                Map.of(
                        "diff",
                        DefinitionAnswers.diff(orNotFound(asked.definitions().diff(asked.id(), against)))));
    }

    private ServerResponse activate(Asked asked) throws IOException {
        asked.requirePlain();
        return changed(asked.definitions().activate(Access.source(), asked.id()));
    }

    private ServerResponse rollBack(Asked asked) throws IOException {
        asked.requirePlain();
        return changed(asked.definitions().rollBack(Access.source()));
    }

    private static ServerResponse changed(Change change) {
        return switch (change) {
            case Change.Done(var activation) -> json(HttpStatus.OK, DefinitionAnswers.activation(activation));
            case Change.NoSuchDefinition _ -> throw notFound();
            case Change.Refused(String why) -> throw conflict("REFUSED", why, Map.of());
            case Change.Overtaken _ ->
                throw conflict("CONFLICT", "others change the definition at the same time: look again", Map.of());
            case Change.Unfit(EventId id, var check) ->
                throw conflict(
                        "UNFIT",
                        "%d stored events fit definition %s no longer".formatted(check.unfit(), id),
                        Map.of("check", DefinitionAnswers.check(check)));
        };
    }

    private static RuntimeException conflict(String code, String message, Map<String, Object> more) {
        return Problems.of(new Failure(code, 409, message, more));
    }

    private static <T> T orNotFound(Optional<T> found) {
        return found.orElseThrow(DefinitionsEndpoint::notFound);
    }

    private static RuntimeException notFound() {
        return Problems.of(Failure.notFound("there is no definition of that id here"));
    }

    private static ServerResponse json(HttpStatus status, Object answer) {
        return ServerResponse.status(status)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .build((request, response) -> {
                    response.getOutputStream().write(StrictJson.MAPPER.writeValueAsBytes(answer));
                    return null;
                });
    }
}
