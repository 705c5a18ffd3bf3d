package f6.web;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.view.Deed;
import f6.zone.view.Diff;
import f6.zone.view.ViewAnswer;
import f6.zone.view.ViewExplanation;
import f6.zone.view.ViewTimeline;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// The questions of GraphQL as plain addresses, with the same answers as JSON.
final class RestEndpoint implements ApiPart {
    private static final String OBJECT = "/v1/{zone}/objects/{id}";
    private static final String VIEW = OBJECT + "/views/{view}";
    private static final Set<String> MOMENTS = Set.of("geldigOp", "beschikbaarOp", "position", "formal", "asserted");
    private static final Set<String> BETWEEN =
            Set.of("fromTime", "fromPosition", "fromFormal", "toTime", "toPosition", "toFormal");
    private static final Set<String> SEARCH =
            Set.of("where", "geldigOp", "beschikbaarOp", "position", "formal", "after", "limit");

    private final Access access;
    private final ApiRoutes routes = new ApiRoutes();

    RestEndpoint(Zones zones) {
        this.access = new Access(zones);
        get(Described.state(VIEW), this::state);
        get(Described.timeline(VIEW + "/timeline"), this::timeline);
        get(Described.explanation(VIEW + "/fields/{field}/explanation"), this::explanation);
        get(Described.history(OBJECT + "/history"), this::history);
        get(Described.diff(OBJECT + "/diff", "diffOfObject"), asked -> {
            Access.mayReadEvents(asked.zone());
            Arguments between = asked.parameters(BETWEEN);
            ObjectId object = asked.object();
            return diff(
                    asked,
                    asked.zone().questions().diff(object, between.from(asked.zoneName()), between.to(asked.zoneName())),
                    "/objects/" + object + "/diff");
        });
        get(Described.diff("/v1/{zone}/diff", "diffOfAll"), asked -> {
            Access.mayReadEvents(asked.zone());
            Arguments between = asked.parameters(BETWEEN);
            return diff(
                    asked,
                    asked.zone().questions().diff(between.from(asked.zoneName()), between.to(asked.zoneName())),
                    "/diff");
        });
        get(Described.impact("/v1/{zone}/events/{id}/impact"), this::impact);
        // What is searched for may be personal, and so has no place in an address.
        var _ = routes.on(Described.search("/v1/{zone}/views/{view}/search"), request -> {
            Asked asked = new Asked(request, access.zone(request));
            return search(asked, RequestBody.of(request).only(SEARCH)).to(request);
        });
    }

    @Override
    public RouterFunction<ServerResponse> routes() {
        return routes.routes();
    }

    @Override
    public List<Operation> operations() {
        return routes.operations();
    }

    private void get(Operation operation, Function<Asked, Represented> answer) {
        var _ = routes.on(
                operation,
                request ->
                        answer.apply(new Asked(request, access.zone(request))).to(request));
    }

    private Represented state(Asked asked) {
        Arguments when = asked.parameters(MOMENTS);
        View view = Objects.requireNonNull(asked.zone().definition().views().get(asked.view()));
        ObjectId object = asked.object();
        ViewAnswer answer = asked.zone()
                .questions()
                .state(view.name(), object, when.day("geldigOp"), when.known(asked.zoneName()), when.reading())
                .orElseThrow(() -> Problems.of(Failure.notFound("no event counts for this object there")));
        asked.reads("state", view.name(), List.of(object));
        Map<String, @Nullable Object> plain = asked.answers().view(answer);
        FormalVector moment = asked.at(answer.position());
        String self = asked.hal()
                .at("/objects/%s/views/%s?geldigOp=%s&formal=%s%s"
                        .formatted(
                                object,
                                view.name(),
                                answer.geldigOp(),
                                moment,
                                when.isAsserted() ? "&asserted=true" : ""));
        return Represented.ok(plain, () -> asked.hal().state(view, object, self, plain))
                .at(moment);
    }

    private Represented timeline(Asked asked) {
        Arguments how = asked.parameters(Set.of("asserted"));
        String view = asked.view();
        ObjectId object = asked.object();
        ViewTimeline timeline = asked.zone().questions().timeline(view, object, how.reading());
        asked.reads("timeline", view, List.of(object));
        Map<String, @Nullable Object> plain = asked.answers().timeline(view, timeline);
        return Represented.ok(plain, () -> asked.hal().linked(object, "/views/%s/timeline".formatted(view), plain))
                .at(asked.at(timeline.position()));
    }

    private Represented explanation(Asked asked) {
        Arguments when = asked.parameters(MOMENTS);
        String view = asked.view();
        ObjectId object = asked.object();
        Access.mayReadEvents(asked.zone());
        String field = asked.field(view);
        ViewExplanation explained = asked.zone()
                .questions()
                .explain(view, object, field, when.day("geldigOp"), when.known(asked.zoneName()), when.reading())
                .orElseThrow(() -> Problems.of(Failure.notFound("this field of this object never had a value")));
        asked.reads("explain", Subjects.of(object, explained));
        Map<String, @Nullable Object> plain =
                asked.answers().explanation(explained, asked.zone().heads(List.of(object), explained.position()));
        return Represented.ok(
                        plain,
                        () -> asked.hal()
                                .linked(object, "/views/%s/fields/%s/explanation".formatted(view, field), plain))
                .at(asked.at(explained.position()));
    }

    private Represented history(Asked asked) {
        Access.mayReadEvents(asked.zone());
        var _ = asked.parameters(Set.of());
        ObjectId object = asked.object();
        List<Deed> deeds = asked.zone().questions().history(object);
        asked.reads("history", Subjects.ofDeeds(object, deeds));
        List<Map<String, @Nullable Object>> plain =
                asked.answers().history(deeds, asked.zone().heads(List.of(object)));
        List<StoredEvent> events = deeds.stream().map(Deed::event).toList();
        return Represented.ok(
                plain,
                () -> asked.hal()
                        .list(
                                Hal.links(asked.hal().at("/objects/" + object + "/history")),
                                Map.of(),
                                "f6:deed",
                                events,
                                plain));
    }

    private static Represented diff(Asked asked, Diff diff, String path) {
        asked.reads("diff", Subjects.of(diff));
        Map<String, @Nullable Object> plain = asked.answers().diff(diff);
        String self = asked.hal()
                .at("%s?fromFormal=%s&toFormal=%s".formatted(path, asked.at(diff.before()), asked.at(diff.after())));
        return Represented.ok(plain, () -> Represented.with(plain, Hal.links(self)))
                .at(asked.at(diff.after()));
    }

    private Represented impact(Asked asked) {
        Access.mayReadEvents(asked.zone());
        var _ = asked.parameters(Set.of());
        var event = asked.event();
        var found = asked.zone()
                .impact(event)
                .orElseThrow(() -> Problems.of(Failure.notFound("there is no event " + event)));
        asked.reads("impact", Subjects.ofReliance(found));
        List<Map<String, @Nullable Object>> plain = Answers.impact(found, asked.zone()::head);
        return Represented.ok(
                plain,
                () -> Represented.with(
                        Map.of("_embedded", Map.of("f6:reliance", plain)),
                        Hal.links(asked.hal().event(event) + "/impact")));
    }

    private static Represented search(Asked asked, Arguments body) {
        String view = asked.view();
        KeptTimelines.Found found = body.search(asked.zone(), view);
        asked.reads("search", view, found.objects());
        Map<String, @Nullable Object> plain = asked.answers().found(found, body.pageSize());
        return Represented.ok(plain, () -> {
                    Map<String, Object> links = Hal.links(asked.hal().at("/views/%s/search".formatted(view)));
                    links.put(
                            "f6:state",
                            found.objects().stream()
                                    .map(object -> Hal.named(
                                            Hal.link(asked.hal().at("/objects/%s/views/%s".formatted(object, view))),
                                            object.toString()))
                                    .toList());
                    return Represented.with(plain, links);
                })
                .at(asked.at(found.position()));
    }
}
