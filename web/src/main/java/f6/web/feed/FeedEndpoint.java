package f6.web.feed;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.Query;
import f6.eventstore.store.RawEvent;
import f6.eventstore.store.ReadOptions;
import f6.web.Access;
import f6.web.Problems;
import f6.web.Requests;
import f6.web.Zones;
import f6.web.event.CloudEvents;
import f6.web.event.EventText;
import f6.zone.Zone;
import f6.zone.definition.Duty;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// The history of a zone over HTTP: pages that never change once they are full, and a tail.
final class FeedEndpoint {
    private static final String FEED = "/v1/{zone}/feed";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,14}");
    private static final String LAST = "last";
    /// In bytes, of a page of what a filter lets through: it ends with the event that passes it.
    private static final int MAX_FILTERED = 8_000_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Access access;
    private final Feeds feeds;
    private final Tails tails;
    private final PackedPages packed = new PackedPages();

    FeedEndpoint(Zones zones, Feeds feeds, Tails tails) {
        this.access = new Access(zones);
        this.feeds = feeds;
        this.tails = tails;
    }

    /// A request to a feed that its source may read.
    private record Asked(ServerRequest request, Zone zone, Feed feed) {
        /// Puts on record that this is read, before it is told.
        ///
        /// @param about the objects that are asked for; none for all
        void settleRead(String what, Set<ObjectId> about) {
            Requests.settleRead(request, zone, "feed " + what, about);
        }
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        only(routes, READING, FEED, this::overview);
        only(routes, READING, FEED + "/pages/{page}", this::page);
        only(routes, READING, FEED + "/events", this::events);
        only(routes, Set.of(HttpMethod.GET), FEED + "/tail", this::tail);
        return routes.build();
    }

    private void only(
            RouterFunctions.Builder routes,
            Set<HttpMethod> methods,
            String path,
            Function<Asked, ServerResponse> answer) {
        routes.route(
                        RequestPredicates.methods(methods.toArray(HttpMethod[]::new))
                                .and(RequestPredicates.path(path)),
                        request -> answer.apply(asked(request)))
                .route(RequestPredicates.path(path), request -> {
                    throw new HttpRequestMethodNotSupportedException(
                            request.method().name(),
                            methods.stream().map(HttpMethod::name).sorted().toList());
                });
    }

    private Asked asked(ServerRequest request) {
        Zone zone = access.zone(request);
        Requests.mayManageOrReadEvents(zone, Duty.FEED);
        String name = zone.definition().name();
        return Optional.ofNullable(feeds.byZone().get(name))
                .map(log -> new Asked(
                        request,
                        zone,
                        new Feed("/v1/%s/feed".formatted(name), log, new CloudEvents(zone.definition()))))
                .orElseThrow(() -> Problems.of(HttpStatus.NOT_FOUND, "zone %s has no feed here".formatted(name)));
    }

    private ServerResponse overview(Asked asked) {
        Filter.only(asked.request, Set.of());
        Feed feed = asked.feed;
        Position head = feed.log().head();
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", Map.of("href", feed.address()));
        links.put("first", Map.of("href", feed.page(0)));
        links.put(LAST, Map.of("href", feed.page(Feed.newestPage(head))));
        links.put("page", template(feed.page("{page}")));
        links.put("events", template(feed.address() + "/events{?type*,object*,after}"));
        links.put("tail", template(feed.address() + "/tail{?type*,object*,after}"));
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("source", feed.events().source());
        overview.put("head", head.value());
        overview.put("pageSize", Feed.PAGE);
        overview.put("pages", Feed.newestPage(head) + 1);
        overview.put("_links", links);
        CacheableAnswer body =
                new CacheableAnswer(feed.tag("overview " + head), false, MediaType.APPLICATION_JSON, List.of());
        return body.answer(asked.request, out -> out.write(JSON.writeValueAsBytes(overview)), packed, () -> {});
    }

    private static Map<String, Object> template(String address) {
        Map<String, Object> link = new LinkedHashMap<>(); // in this order, always: the tag vouches for every byte
        link.put("href", address);
        link.put("templated", true);
        return link;
    }

    private ServerResponse page(Asked asked) {
        Filter.only(asked.request, Set.of());
        Feed feed = asked.feed;
        String named = asked.request.pathVariable("page");
        if (named.equals(LAST)) {
            URI newest = URI.create(feed.page(Feed.newestPage(feed.log().head())));
            return ServerResponse.temporaryRedirect(newest)
                    .header(HttpHeaders.CACHE_CONTROL, CacheableAnswer.CHANGES)
                    .build();
        }
        if (!NUMBER.matcher(named).matches()) {
            throw new InvalidValue("/page: must be the number of a page, from 0, or " + LAST);
        }
        long number = Long.parseLong(named);
        Position before = new Position(number * Feed.PAGE);
        List<String> links = new ArrayList<>(List.of(link(feed.page(0), "first"), link(feed.page(LAST), LAST)));
        if (number > 0) {
            links.add(link(feed.page(number - 1), "prev"));
        }
        Runnable telling = () -> asked.settleRead("pages/" + number, Set.of());
        Optional<RawEvent> end = at(feed, new Position(before.value() + Feed.PAGE));
        if (end.isPresent()) {
            links.add(link(feed.page(number + 1), "next"));
            CacheableAnswer full =
                    CacheableAnswer.events(feed.tag("page " + number, end.get().id()), true, links);
            return full.answer(asked.request, out -> Writing.all(feed, before, Feed.PAGE, out), packed, telling);
        }
        long there = feed.log().head().value() - before.value();
        if (there < 0) {
            throw Problems.of(
                    HttpStatus.NOT_FOUND,
                    "there is no page %d yet: the newest is %s".formatted(number, feed.page(LAST)));
        }
        // It may have become full meanwhile; what was there before is what is shown.
        long most = Math.min(there, Feed.PAGE);
        String tag = at(feed, new Position(before.value() + most))
                .filter(last -> most > 0)
                .map(last -> feed.tag("part %d".formatted(number), last.id()))
                .orElseGet(() -> feed.tag("no events in %d".formatted(number)));
        return CacheableAnswer.events(tag, false, links)
                .answer(asked.request, out -> Writing.all(feed, before, most, out), packed, telling);
    }

    private static Optional<RawEvent> at(Feed feed, Position position) {
        if (position.equals(Position.START)) {
            return Optional.empty();
        }
        Position before = new Position(position.value() - 1);
        return feed.log()
                .readRaw(Query.all(), ReadOptions.FORWARD.after(before).limit(1))
                .findFirst();
    }

    /// Of those that a filter lets through, the next so many: each page ends where the next begins, so a full one
    /// never changes, either.
    private ServerResponse events(Asked asked) {
        Filter.only(asked.request, Set.of(Filter.TYPE, Filter.OBJECT, Filter.AFTER));
        Filter filter = Filter.of(asked.request.params());
        Position after = Filter.after(asked.request, Position.START);
        Feed feed = asked.feed;
        Iterator<RawEvent> events = feed.log()
                .readRaw(filter.query(), ReadOptions.FORWARD.after(after).limit(Feed.PAGE))
                .iterator();
        EventText text = new EventText();
        Optional<RawEvent> last = Optional.empty();
        int count = 0;
        while (text.size() < MAX_FILTERED && events.hasNext()) {
            RawEvent event = events.next();
            text.put(count == 0 ? '[' : ',');
            feed.events().write(event, text);
            last = Optional.of(event);
            count++;
        }
        if (count == 0) {
            text.put('[');
        }
        text.put(']');
        boolean full = count == Feed.PAGE || text.size() >= MAX_FILTERED;
        String from = "%s/events?%s".formatted(feed.address(), filter.text().isEmpty() ? "" : filter.text() + "&");
        List<String> links = new ArrayList<>(List.of(link(from + "after=0", "first")));
        last.filter(event -> full).ifPresent(event -> links.add(link(from + "after=" + event.position(), "next")));
        String what = "events %s %s %d".formatted(filter.text(), after, count);
        String tag = last.map(event -> feed.tag(what, event.id())).orElseGet(() -> feed.tag(what));
        boolean told = count > 0;
        Runnable telling = () -> {
            if (told) {
                asked.settleRead("events after " + after, filter.objects());
            }
        };
        return CacheableAnswer.events(tag, full, links).answer(asked.request, text::writeTo, packed, telling);
    }

    private static String link(String address, String relation) {
        return "<%s>; rel=\"%s\"".formatted(address, relation);
    }

    private ServerResponse tail(Asked asked) {
        Filter.only(asked.request, Set.of(Filter.TYPE, Filter.OBJECT, Filter.AFTER));
        Filter filter = Filter.of(asked.request.params());
        Position head = asked.feed.log().head();
        String resumed = asked.request.headers().firstHeader("Last-Event-ID");
        Position after = resumed == null || resumed.isEmpty()
                ? Filter.after(asked.request, head)
                : Filter.position("/Last-Event-ID", resumed);
        if (after.isAfter(head)) {
            throw new InvalidValue("/after: the log ends at %s, before %s: is it another log, or an older copy?"
                    .formatted(head, after));
        }
        return tails.answer(
                asked.feed, filter.query(), after, () -> asked.settleRead("tail after " + after, filter.objects()));
    }
}
