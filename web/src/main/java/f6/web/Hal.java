package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.History;
import f6.zone.Zone;
import f6.zone.definition.Authority;
import f6.zone.definition.ZoneDefinition;
import f6.zone.definition.ZoneDefinition.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers of a zone with where they lead (draft-kelly-json-hal), and forms for exactly what the source may do
/// next.
///
/// @param zone that answers
/// @param source who asks
record Hal(Zone zone, Source source) {
    /// Relations of our own are named below it: names, that lead nowhere (RFC 2606 §2).
    private static final List<Map<String, Object>> CURIES =
            List.of(Map.of("name", "f6", "href", "https://f6.example/rels/{rel}", "templated", true));

    private static final String MOMENT = "{?geldigOp,beschikbaarOp,position,formal,asserted}";

    static Map<String, Object> link(String href) {
        return Map.of("href", href);
    }

    static Map<String, Object> template(String href) {
        return Map.of("href", href, "templated", true);
    }

    static Map<String, Object> named(Map<String, Object> link, String name) {
        Map<String, Object> named = new LinkedHashMap<>(link);
        named.put("name", name);
        return named;
    }

    /// The links of a resource, itself first.
    static Map<String, Object> links(String self) {
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", link(self));
        links.put("curies", CURIES);
        return links;
    }

    private Authority authority() {
        return zone.definition().authorityOf(source);
    }

    private Forms forms() {
        return new Forms(zone.definition(), authority());
    }

    /// The views that the source may read.
    private Stream<View> views() {
        return zone.definition().views().values().stream()
                .filter(view -> authority().mayRead(view.name()));
    }

    String at(String path) {
        return "/v1/" + zone.definition().name() + path;
    }

    private String object(ObjectId object, String path) {
        return at("/objects/" + object + path);
    }

    /// Where everything in the zone is found.
    Map<String, Object> root() {
        ZoneDefinition definition = zone.definition();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("zone", definition.name());
        root.put("version", definition.version());
        root.put("organisation", definition.organisation());
        root.put("formal", FormalVector.of(definition.name(), zone.position()).json());
        Map<String, Object> links = links(at(""));
        links.put("up", link("/v1"));
        links.put("service-desc", link("/v1/openapi.json"));
        links.put("f6:event", template(at("/events/{id}")));
        if (authority().mayReadEvents()) {
            links.put(
                    "f6:events",
                    template(
                            at(
                                    "/events{?object,type,source,from,to,newestFirst,beschikbaarOp,position,formal,after,limit}")));
            links.put("f6:history", template(at("/objects/{id}/history")));
        }
        links.put(
                "f6:state",
                views().map(view -> named(template(at("/objects/{id}/views/" + view.name() + MOMENT)), view.name()))
                        .toList());
        links.put("f6:commands", link(at("/commands")));
        links.put("f6:previews", link(at("/previews")));
        links.put("f6:graphql", link(at("/graphql")));
        root.put("_links", links);
        Map<String, Object> templates = forms().records(type -> true);
        views().forEach(view -> templates.put("search" + GraphQlTypes.capitalised(view.name()), forms().search(view)));
        root.put("_templates", templates);
        return root;
    }

    /// @param plain the answer without links
    /// @param history in which the event stands now
    Map<String, Object> event(StoredEvent event, Map<String, ?> plain, History history) {
        Map<String, Object> links = links(event(event.id()));
        links.put("up", link(at("")));
        if (authority().mayReadEvents()) {
            links.put(
                    "f6:object",
                    event.event().objects().stream()
                            .map(object -> named(link(object(object, "/history")), object.toString()))
                            .toList());
            links.put("f6:impact", link(event(event.id()) + "/impact"));
        }
        if (!event.event().references().isEmpty()) {
            links.put(
                    "f6:reference",
                    event.event().references().stream()
                            .map(id -> link(event(id)))
                            .toList());
        }
        links.put("f6:head", link(event(history.head(event))));
        Map<String, Object> whole = Represented.with(plain, links);
        whole.put("_templates", forms().on(event, zone.possible(source, event, history)));
        return whole;
    }

    String event(EventId id) {
        return at("/events/" + id);
    }

    /// What came of a command.
    Map<String, Object> recorded(StoredEvent event, Map<String, ?> plain) {
        History history = zone.histories(List.of(event), zone.position()).apply(event);
        Map<String, Object> whole = new LinkedHashMap<>(plain);
        whole.remove("event");
        whole.put("_links", Map.of("f6:event", link(event(event.id())), "curies", CURIES));
        Map<String, ?> said = members(plain.get("event"));
        whole.put("_embedded", Map.of("f6:event", event(event, said, history)));
        return whole;
    }

    /// @param self where the same answer is found for ever
    Map<String, Object> state(View view, ObjectId object, String self, Map<String, ?> plain) {
        Map<String, Object> links = links(self);
        links.put("up", link(at("")));
        links.put("f6:timeline", link(object(object, "/views/%s/timeline".formatted(view.name()))));
        if (authority().mayReadEvents()) {
            links.put("f6:history", link(object(object, "/history")));
            links.put("f6:events", template(at("/events?object=" + object + "{&type,source,from,to,after,limit}")));
        }
        links.put(
                "f6:state",
                views().filter(other -> other.object().equals(view.object()))
                        .map(other -> named(template(object(object, "/views/" + other.name() + MOMENT)), other.name()))
                        .toList());
        Map<String, Object> whole = Represented.with(plain, links);
        whole.put(
                "_templates",
                forms().records(type -> type.roles().values().stream()
                        .anyMatch(role -> role.object().equals(view.object()))));
        return whole;
    }

    /// A list of events, or of what holds one each, in which every event has its own links and forms.
    ///
    /// @param holders of each event what is said of it; where the event is a member of it, that is replaced
    Map<String, Object> list(
            Map<String, Object> links,
            Map<String, ?> members,
            String relation,
            List<StoredEvent> events,
            Collection<? extends Map<String, ?>> holders) {
        Function<StoredEvent, History> histories = zone.histories(events, zone.position());
        List<Map<String, Object>> embedded = new ArrayList<>();
        int next = 0;
        for (Map<String, ?> holder : holders) {
            StoredEvent event = events.get(next++);
            if (holder.containsKey("event")) {
                Map<String, Object> whole = new LinkedHashMap<>(holder);
                whole.remove("event");
                whole.put(
                        "_embedded",
                        Map.of("f6:event", event(event, members(holder.get("event")), histories.apply(event))));
                embedded.add(whole);
            } else {
                embedded.add(event(event, holder, histories.apply(event)));
            }
        }
        Map<String, Object> whole = Represented.with(members, links);
        whole.put("_embedded", Map.of(relation, embedded));
        return whole;
    }

    Map<String, Object> linked(ObjectId object, String path, Map<String, ?> plain) {
        Map<String, Object> links = links(object(object, path));
        links.put("up", link(at("")));
        return Represented.with(plain, links);
    }

    private static Map<String, @Nullable Object> members(@Nullable Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(String.valueOf((Object) name), member));
        }
        return members;
    }
}
