package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.Zone;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import f6.zone.view.Deed;
import f6.zone.view.Diff;
import f6.zone.view.ViewTimeline;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
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

/// The questions and commands of GraphQL as plain addresses, with the same answers as JSON.
final class RestEndpoint {
    private static final String OBJECT = "/v1/{zone}/objects/{id}";
    private static final String VIEW = OBJECT + "/views/{view}";
    private static final Set<String> MOMENTS = Set.of("geldigOp", "beschikbaarOp", "position", "asserted");
    private static final Set<String> BETWEEN = Set.of("fromTime", "fromPosition", "toTime", "toPosition");

    private final Access access;
    private final Accountability accountability;

    RestEndpoint(Zones zones, Accountability accountability) {
        this.access = new Access(zones);
        this.accountability = accountability;
    }

    /// A request to a zone that its source may ask.
    private record Asked(ServerRequest request, Zone zone) {
        Answers answers() {
            return new Answers(zone.definition().timeZone());
        }

        ObjectId object() {
            return inPath(() -> ObjectId.of(request.pathVariable("id")));
        }

        EventId event() {
            return inPath(() -> EventId.of(request.pathVariable("id")));
        }

        private static <T> T inPath(Supplier<T> id) {
            try {
                return id.get();
            } catch (InvalidValue e) {
                throw new InvalidValue("/id: " + e.getMessage());
            }
        }

        /// The view that the path names, if the source may read it.
        String view() {
            String view = named("view", zone.definition().views().keySet());
            Access.mayRead(zone, view);
            return view;
        }

        String field(String view) {
            return named(
                    "field",
                    Optional.ofNullable(zone.definition().views().get(view))
                            .orElseThrow()
                            .fields());
        }

        private String named(String what, Set<String> known) {
            String name = request.pathVariable(what);
            if (!known.contains(name)) {
                throw Problems.of(Failure.notFound("there is no %s of that name in zone %s: use one of %s"
                        .formatted(what, zone.definition().name(), String.join(", ", known))));
            }
            return name;
        }

        Arguments parameters(Set<String> known) {
            return Arguments.parameters(request, known);
        }

        /// Notes that objects are read of by a view.
        void reads(String name, String view, Collection<ObjectId> objects) {
            Accountability.readsOf(request).add(zone, Access.source(), name, view, objects);
        }

        /// Notes that events of objects are read.
        void reads(String name, Collection<ObjectId> objects) {
            Accountability.readsOf(request).add(zone, Access.source(), name, objects);
        }
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route().filter(accountability.accounted());
        get(routes, VIEW, this::state);
        get(routes, VIEW + "/timeline", this::timeline);
        get(routes, VIEW + "/fields/{field}/explanation", this::explanation);
        get(routes, OBJECT + "/history", this::history);
        get(routes, OBJECT + "/diff", asked -> {
            Access.mayReadEvents(asked.zone());
            Arguments between = asked.parameters(BETWEEN);
            Diff diff = asked.zone().questions().diff(asked.object(), between.from(), between.to());
            asked.reads("diff", Subjects.of(diff));
            return asked.answers().diff(diff);
        });
        get(routes, "/v1/{zone}/diff", asked -> {
            Access.mayReadEvents(asked.zone());
            Arguments between = asked.parameters(BETWEEN);
            Diff diff = asked.zone().questions().diff(between.from(), between.to());
            asked.reads("diff", Subjects.of(diff));
            return asked.answers().diff(diff);
        });
        get(routes, "/v1/{zone}/events/{id}/impact", this::impact);
        only(routes, Set.of(HttpMethod.POST), "/v1/{zone}/commands", request -> {
            Zone zone = access.zone(request);
            Arguments body = body(request);
            Command command = command(body, true);
            Outcome outcome = body.previewToken()
                    .map(token -> zone.handle(Access.source(), command, token))
                    .orElseGet(() -> zone.handle(Access.source(), command));
            return json(HttpStatus.CREATED, recorded(zone, outcome));
        });
        // What is searched for may be personal, and so has no place in an address.
        only(routes, Set.of(HttpMethod.POST), "/v1/{zone}/views/{view}/search", request -> {
            Asked asked = new Asked(request, access.zone(request));
            Arguments body =
                    body(request).only(Set.of("where", "geldigOp", "beschikbaarOp", "position", "after", "limit"));
            String view = asked.view();
            KeptTimelines.Found found = body.search(asked.zone(), view);
            asked.reads("search", view, found.objects());
            return json(HttpStatus.OK, Answers.found(found));
        });
        only(routes, Set.of(HttpMethod.POST), "/v1/{zone}/previews", request -> {
            Zone zone = access.zone(request);
            Arguments body = body(request);
            return json(
                    HttpStatus.OK,
                    switch (zone.preview(Access.source(), command(body, false))) {
                        case Preview.Foreseen foreseen -> {
                            boolean whole = zone.definition()
                                    .authorityOf(Access.source())
                                    .mayReadEvents();
                            if (whole) {
                                new Asked(request, zone).reads("preview", Subjects.of(foreseen));
                            }
                            yield new Answers(zone.definition().timeZone()).preview(foreseen, whole, zone::head);
                        }
                        case Preview.Ended ended -> recorded(zone, ended.outcome());
                    });
        });
        return routes.build();
    }

    private void get(RouterFunctions.Builder routes, String path, Function<Asked, Object> answer) {
        only(
                routes,
                Set.of(HttpMethod.GET, HttpMethod.HEAD),
                path,
                request -> json(HttpStatus.OK, answer.apply(new Asked(request, access.zone(request)))));
    }

    private static void only(
            RouterFunctions.Builder routes,
            Set<HttpMethod> methods,
            String path,
            HandlerFunction<ServerResponse> handler) {
        routes.route(
                        RequestPredicates.methods(methods.toArray(HttpMethod[]::new))
                                .and(RequestPredicates.path(path)),
                        handler)
                .route(RequestPredicates.path(path), request -> {
                    throw new HttpRequestMethodNotSupportedException(
                            request.method().name(),
                            methods.stream().map(HttpMethod::name).sorted().toList());
                });
    }

    private Object state(Asked asked) {
        Arguments when = asked.parameters(MOMENTS);
        String view = asked.view();
        return asked.zone()
                .questions()
                .state(view, asked.object(), when.day("geldigOp"), when.known(), when.reading())
                .map(answer -> {
                    asked.reads("state", view, List.of(answer.object()));
                    return Answers.view(answer);
                })
                .orElseThrow(() -> Problems.of(Failure.notFound("no event counts for this object there")));
    }

    private Object timeline(Asked asked) {
        Arguments how = asked.parameters(Set.of("asserted"));
        String view = asked.view();
        ViewTimeline timeline = asked.zone().questions().timeline(view, asked.object(), how.reading());
        asked.reads("timeline", view, List.of(timeline.object()));
        return asked.answers().timeline(view, timeline);
    }

    private Object explanation(Asked asked) {
        Arguments when = asked.parameters(MOMENTS);
        String view = asked.view();
        ObjectId object = asked.object();
        Access.mayReadEvents(asked.zone());
        return asked.zone()
                .questions()
                .explain(view, object, asked.field(view), when.day("geldigOp"), when.known(), when.reading())
                .map(explained -> {
                    asked.reads("explain", Subjects.of(object, explained));
                    return asked.answers().explanation(explained, asked.zone().heads(List.of(object)));
                })
                .orElseThrow(() -> Problems.of(Failure.notFound("this field of this object never had a value")));
    }

    private Object history(Asked asked) {
        Access.mayReadEvents(asked.zone());
        var _ = asked.parameters(Set.of());
        ObjectId object = asked.object();
        List<Deed> history = asked.zone().questions().history(object);
        asked.reads("history", Subjects.ofDeeds(object, history));
        return asked.answers().history(history, asked.zone().heads(List.of(object)));
    }

    private Object impact(Asked asked) {
        Access.mayReadEvents(asked.zone());
        var _ = asked.parameters(Set.of());
        EventId event = asked.event();
        return asked.zone()
                .impact(event)
                .map(found -> {
                    asked.reads("impact", Subjects.ofReliance(found));
                    return Answers.impact(found, asked.zone()::head);
                })
                .orElseThrow(() -> Problems.of(Failure.notFound("there is no event " + event)));
    }

    private static Object recorded(Zone zone, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded recorded ->
                Answers.recorded(recorded.event(), recorded.basis(), _ -> zone.head(recorded));
            case Outcome.Refused refused -> throw Problems.of(Failure.of(refused));
            case Outcome.Conflict conflict -> throw Problems.of(Failure.of(conflict));
        };
    }

    private static Arguments body(ServerRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_OCTET_STREAM);
        if (!MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
            throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
        }
        return Arguments.of(
                StrictJson.object(request.servletRequest().getInputStream().readAllBytes()));
    }

    /// @param mayHaveToken whether a token of a preview may stand beside the command
    private static Command command(Arguments body, boolean mayHaveToken) {
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

    private static Set<String> known(boolean mayHaveToken, String... names) {
        Set<String> known = new HashSet<>(List.of(names));
        known.add("command");
        if (mayHaveToken) {
            known.add("previewToken");
        }
        return known;
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
