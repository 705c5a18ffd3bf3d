package f6.web.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.web.Requests;
import f6.web.Zones;
import f6.web.event.CloudEvents;
import f6.zone.Zone;
import f6.zone.definition.Duty;
import f6.zone.subscription.Delivery;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Subscriptions;
import f6.zone.subscription.Subscriptions.Start;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Making and minding subscriptions. A source sees and minds its own, a keeper of the zone all.
final class SubscriptionEndpoint {
    static final String ALL = "/v1/{zone}/subscriptions";
    static final String ONE = ALL + "/{name}";
    private static final int DEFAULT_PAGE = 50;
    /// What may be asked for; what is not, is not there.
    private static final Pattern NAME = Pattern.compile("[-a-z0-9]{0,%d}".formatted(Subscription.MAX_NAME_LENGTH));

    private static final Set<String> PAGE = Set.of("after", "limit");

    private final Requests requests;
    private final ZoneSubscriptions subscriptions;

    SubscriptionEndpoint(Zones zones, ZoneSubscriptions subscriptions) {
        this.requests = new Requests(zones);
        this.subscriptions = subscriptions;
    }

    /// A request about the subscriptions of a zone.
    record Asked(Zone zone, Subscriptions subscriptions, Source source) {
        CloudEvents cloud() {
            return new CloudEvents(zone.definition());
        }
    }

    /// A request about one that its source may mind.
    record AskedOf(Asked asked, Kept kept) {
        Subscriptions subscriptions() {
            return asked.subscriptions();
        }

        String name() {
            return kept.subscription().name();
        }

        /// Puts on record that events are read, before they are told: of the objects that the filter names, if
        /// any.
        void settleRead(ServerRequest request, String what) {
            Requests.settleRead(
                    request,
                    asked.zone(),
                    "subscription " + what,
                    kept.subscription().filter().objects());
        }

        ServerResponse shown(HttpStatus status) {
            return Requests.json(
                    status, SubscriptionAnswers.of(kept, subscriptions().head()));
        }
    }

    /// The one place that says who may have subscriptions here.
    Asked asked(ServerRequest request) {
        Zone zone = requests.zone(request);
        Requests.mayManageOrReadEvents(zone, Duty.SUBSCRIPTIONS);
        Subscriptions found = subscriptions.byZone().get(zone.definition().name());
        if (found == null) {
            throw Requests.problem(HttpStatus.NOT_FOUND, "this zone has no subscriptions");
        }
        return new Asked(zone, found, requests.source());
    }

    /// Whose subscriptions the source may mind: its own; of one that has every duty in the zone empty, which is
    /// all.
    private static Optional<Source> minding(Asked asked) {
        boolean all = List.of(Duty.values()).stream()
                .allMatch(asked.zone().definition().authorityOf(asked.source())::mayManage);
        return all ? Optional.empty() : Optional.of(asked.source());
    }

    AskedOf askedOf(ServerRequest request) {
        Asked asked = asked(request);
        String name = request.pathVariable("name");
        return isName(name)
                ? asked.subscriptions()
                        .find(name, minding(asked))
                        .map(kept -> new AskedOf(asked, kept))
                        .orElseThrow(SubscriptionEndpoint::unknown)
                : none();
    }

    private static AskedOf none() {
        throw unknown();
    }

    private static RuntimeException unknown() {
        return Requests.problem(HttpStatus.NOT_FOUND, "you have no subscription of that name in this zone");
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        Requests.route(routes, ALL, Map.of(HttpMethod.GET, this::list, HttpMethod.POST, this::make));
        Requests.route(
                routes,
                ONE,
                Map.of(
                        HttpMethod.GET,
                        request -> plain(request).shown(HttpStatus.OK),
                        HttpMethod.DELETE,
                        this::remove,
                        HttpMethod.PATCH,
                        this::change));
        change(routes, "/pause", one -> one.subscriptions().pause(one.kept()));
        change(routes, "/resume", one -> one.subscriptions().resume(one.kept()));
        Requests.route(routes, ONE + "/replay", Map.of(HttpMethod.POST, this::replay));
        Requests.route(routes, ONE + "/secret", Map.of(HttpMethod.POST, this::rotate));
        Requests.route(routes, ONE + "/parked", Map.of(HttpMethod.GET, this::parked));
        parked(routes, "/retry");
        parked(routes, "/skip");
        return routes.build();
    }

    /// A command without a body.
    private void change(RouterFunctions.Builder routes, String path, Predicate<AskedOf> doing) {
        Requests.route(
                routes, ONE + path, Map.of(HttpMethod.POST, request -> changed(request, doing.test(plain(request)))));
    }

    /// Without parameters.
    private AskedOf plain(ServerRequest request) {
        AskedOf one = askedOf(request);
        var _ = Requests.parameters(request, Set.of());
        return one;
    }

    /// The subscription as it is after a change.
    private ServerResponse changed(ServerRequest request, boolean done) {
        if (!done) {
            throw Requests.problem(
                    HttpStatus.CONFLICT, "the subscription was changed at the same time: look again, then try again");
        }
        return askedOf(request).shown(HttpStatus.OK);
    }

    private ServerResponse list(ServerRequest request) {
        Asked asked = asked(request);
        Map<String, String> page = Requests.parameters(request, PAGE);
        String after = page.getOrDefault("after", "");
        InvalidValue.require(isName(after), "/after: is no name of a subscription");
        int limit = limit(page);
        List<Kept> found = asked.subscriptions().list(minding(asked), after, limit);
        Position head = asked.subscriptions().head();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "subscriptions",
                found.stream().map(kept -> SubscriptionAnswers.of(kept, head)).toList());
        answer.put(
                "next",
                found.size() < limit ? null : found.getLast().subscription().name());
        return Requests.json(HttpStatus.OK, answer);
    }

    private static int limit(Map<String, String> page) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (page.containsKey("limit")) {
            members.put("limit", Body.asPosition(page.get("limit") + "").value());
        }
        return new Body("", members).number("limit", DEFAULT_PAGE, 1, Subscriptions.MAX_PAGE);
    }

    private ServerResponse make(ServerRequest request) throws Exception {
        Asked asked = asked(request);
        Body body = Body.of(Requests.body(request), Set.of("name", "filter", "start", "delivery"));
        Set<String> types = asked.zone().definition().events().keySet();
        Filter filter = body.object("filter", Set.of("types", "objects", "expression"))
                .map(given -> given.filter(types))
                .orElse(Filter.ALL);
        Start start = body.object("start", Set.of("position", "moment"))
                .flatMap(Body::start)
                .orElseGet(Start.Now::new);
        Body delivery = body.object("delivery", Set.of("way", "target"))
                .orElseThrow(() -> body.wrong("delivery", "is missing"));
        String way = delivery.requiredText("way");
        Optional<Webhook> webhook = delivery.has("target")
                ? Optional.of(Subscriptions.webhook(delivery.address("target")))
                : Optional.empty();
        Kept made = asked.subscriptions()
                .make(body.requiredText("name"), asked.source(), filter, way, webhook, start)
                .orElseThrow(() -> Requests.problem(
                        HttpStatus.CONFLICT, "there is a subscription of that name in this zone: choose another"));
        Map<String, @Nullable Object> answer =
                SubscriptionAnswers.of(made, asked.subscriptions().head());
        if (made.subscription().delivery() instanceof Webhook own) {
            answer.put("secret", own.secret());
        }
        return ServerResponse.created(URI.create(
                        request.uri().getRawPath() + "/" + made.subscription().name()))
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build((servlet, response) -> {
                    response.getOutputStream().write(SubscriptionStream.JSON.writeValueAsBytes(answer));
                    return null;
                });
    }

    private ServerResponse remove(ServerRequest request) {
        AskedOf one = plain(request);
        if (!one.subscriptions().remove(one.kept())) {
            throw unknown();
        }
        return ServerResponse.noContent().build();
    }

    private ServerResponse change(ServerRequest request) throws Exception {
        AskedOf one = askedOf(request);
        Body body = Body.of(Requests.body(request), Set.of("filter", "target"));
        if (body.has("filter") == body.has("target")) {
            throw body.wrong("filter", "give one of filter and target");
        }
        Set<String> types = one.asked().zone().definition().events().keySet();
        boolean done = body.has("filter")
                ? one.subscriptions()
                        .refilter(
                                one.kept(),
                                body.object("filter", Set.of("types", "objects", "expression"))
                                        .map(given -> given.filter(types))
                                        .orElse(Filter.ALL))
                : one.subscriptions().retarget(one.kept(), body.address("target"));
        return changed(request, done);
    }

    private ServerResponse replay(ServerRequest request) throws Exception {
        AskedOf one = askedOf(request);
        Start from = Body.of(Requests.body(request), Set.of("position", "moment"))
                .start()
                .orElseThrow(() -> new InvalidValue("/position: is missing: give it, or moment"));
        return changed(
                request,
                one.subscriptions().replay(one.kept(), one.subscriptions().position(from)));
    }

    private ServerResponse rotate(ServerRequest request) {
        AskedOf one = plain(request);
        String secret = one.subscriptions()
                .rotate(one.kept())
                .orElseThrow(() -> Requests.problem(
                        HttpStatus.CONFLICT, "the subscription was changed at the same time: try again"));
        return ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build((servlet, response) -> {
                    response.getOutputStream()
                            .write(SubscriptionStream.JSON.writeValueAsBytes(Map.of(
                                    "secret", secret, "formerSecretForHours", Subscriptions.ROTATION.toHours())));
                    return null;
                });
    }

    private ServerResponse parked(ServerRequest request) {
        AskedOf one = askedOf(request);
        Map<String, String> page = Requests.parameters(request, PAGE);
        Position after =
                new Body("", new LinkedHashMap<>(page)).position("after").orElse(Position.START);
        int limit = limit(page);
        var found = one.subscriptions().parked(one.kept(), after, limit);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("waiting", found.stream().map(SubscriptionAnswers::waiting).toList());
        answer.put(
                "next", found.size() < limit ? null : found.getLast().position().value());
        return Requests.json(HttpStatus.OK, answer);
    }

    private void parked(RouterFunctions.Builder routes, String verb) {
        Requests.route(routes, ONE + "/parked/{event}" + verb, Map.of(HttpMethod.POST, request -> {
            AskedOf one = plain(request);
            EventId event = EventId.of(request.pathVariable("event"));
            Optional<Boolean> done = verb.equals("/retry")
                    ? one.subscriptions().retry(one.kept(), event)
                    : one.subscriptions().skip(one.kept(), event);
            return changed(
                    request,
                    done.orElseThrow(() ->
                            Requests.problem(HttpStatus.NOT_FOUND, "no such event is parked for this subscription")));
        }));
    }

    /// Looks whether a subscriber comes in the way that it said it would.
    static void requireWay(AskedOf one, Class<? extends Delivery> way, String name) {
        if (!way.isInstance(one.kept().subscription().delivery())) {
            throw Requests.problem(
                    HttpStatus.CONFLICT,
                    "this subscription is delivered by %s, not by %s"
                            .formatted(one.kept().subscription().delivery().way(), name));
        }
    }
}
