package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.History;
import f6.zone.Zone;
import f6.zone.view.EventFilter;
import f6.zone.view.EventPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// The events of a zone, one by its id, and many by what they are about, page by page.
final class EventsEndpoint implements ApiPart {
    private static final Set<String> MOMENT = Set.of("beschikbaarOp", "position", "formal");
    private static final Set<String> PARAMETERS = Set.of(
            "object",
            "type",
            "source",
            "from",
            "to",
            "newestFirst",
            "beschikbaarOp",
            "position",
            "formal",
            "after",
            "limit");

    private final ApiRoutes routes = new ApiRoutes();

    EventsEndpoint(Zones zones) {
        Access access = new Access(zones);
        var _ = routes.on(
                Described.events("/v1/{zone}/events"),
                request -> page(new Asked(request, access.zone(request))).to(request));
        var _ = routes.on(
                Described.event("/v1/{zone}/events/{id}"),
                request -> event(new Asked(request, access.zone(request))).to(request));
    }

    @Override
    public RouterFunction<ServerResponse> routes() {
        return routes.routes();
    }

    @Override
    public List<Operation> operations() {
        return routes.operations();
    }

    private static Represented event(Asked asked) {
        var _ = asked.parameters(Set.of());
        EventId id = asked.event();
        Optional<StoredEvent> found = asked.zone().event(id);
        Access.mayReadEvent(asked.zone(), Access.source(), found);
        StoredEvent stored = found.orElseThrow(() -> Problems.of(Failure.notFound("there is no event " + id)));
        asked.reads("event", Subjects.ofEvents(List.of(stored)));
        History history =
                asked.zone().histories(List.of(stored), asked.zone().position()).apply(stored);
        Map<String, @Nullable Object> plain = Answers.event(stored, history::head);
        return Represented.ok(plain, () -> asked.hal().event(stored, plain, history));
    }

    private static Represented page(Asked asked) {
        Access.mayReadEvents(asked.zone());
        Arguments given = asked.parameters(PARAMETERS);
        EventFilter filter = given.eventFilter("object");
        EventPage page = asked.zone()
                .questions()
                .events(filter, given.known(asked.zoneName()), given.newestFirst(), given.after(), given.pageSize());
        asked.reads("events", Subjects.ofEvents(page.events()));
        Map<String, @Nullable Object> plain = asked.answers().page(page, heads(asked.zone(), filter, page));
        FormalVector moment = asked.at(page.position());
        return Represented.ok(plain, () -> {
                    Map<String, Object> links = Hal.links(asked.hal().at("/events" + query(given, moment, null)));
                    links.put("up", Hal.link(asked.hal().at("")));
                    links.put("f6:event", Hal.template(asked.hal().at("/events/{id}")));
                    page.next()
                            .ifPresent(next -> links.put(
                                    "next", Hal.link(asked.hal().at("/events" + query(given, moment, next)))));
                    List<Map<String, @Nullable Object>> events = page.events().stream()
                            .map(stored -> Answers.event(stored, heads(asked.zone(), filter, page)))
                            .toList();
                    return asked.hal().list(links, Map.of("formal", moment.json()), "f6:event", page.events(), events);
                })
                .at(moment);
    }

    /// The heads of the chains as they were when the page was read.
    static Function<StoredEvent, EventId> heads(Zone zone, EventFilter filter, EventPage page) {
        if (filter.object().isPresent()) {
            return zone.heads(List.of(filter.object().get()), page.position());
        }
        Function<StoredEvent, History> histories = zone.histories(page.events(), page.position());
        return stored -> histories.apply(stored).head(stored);
    }

    /// The same question at the same moment, from another place on.
    private static String query(Arguments given, FormalVector moment, @Nullable Position after) {
        Map<String, String> parameters = new TreeMap<>();
        given.values().forEach((name, value) -> {
            if (!MOMENT.contains(name)) {
                parameters.put(name, String.valueOf(value));
            }
        });
        parameters.put("formal", moment.toString());
        if (after != null) {
            parameters.put("after", after.toString());
        }
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
