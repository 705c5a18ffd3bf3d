package f6.web.publishing.content;

import f6.publishing.content.Access;
import f6.publishing.content.Caching;
import f6.publishing.content.ContentStore;
import f6.publishing.content.ContentStore.Stored;
import f6.publishing.content.PublicItem;
import f6.publishing.content.PublishIntent;
import f6.publishing.content.Visitor;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// What readers' applications ask of a content store: what is at a path.
final class ReadersEndpoint {
    private static final RequestPredicate READ = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);
    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private static final Object NO_ENTRY = Map.of(
            "errors",
            Map.of(
                    "type",
                    "access_forbidden",
                    "code",
                    "403",
                    "message",
                    "You do not have permission to access this resource"));

    private final ContentStore store;
    private final String base;
    private final PublicItem shown;
    private final Clock clock;

    ReadersEndpoint(ContentStores.Served served, String website, Clock clock) {
        this.store = served.store();
        this.base = served.base();
        this.shown = new PublicItem(website);
        this.clock = clock;
    }

    void addTo(RouterFunctions.Builder routes) {
        Exchange.on(routes, READ, base + "/content", request -> item(base + "/content", request));
        Exchange.on(routes, READ, base + "/api/content", request -> item(base + "/api/content", request));
        Exchange.on(routes, READ, base + "/publish-intent", request -> intent(base + "/publish-intent", request));
    }

    private ServerResponse item(String address, ServerRequest request) {
        String path = Exchange.pathBelow(address, request);
        Optional<Stored> stored = store.find(path);
        Visitor visitor = visitor(request);
        Caching caching = Caching.of(stored.map(Stored::item), store.findIntent(path), visitor, clock.instant());
        if (stored.isEmpty()) {
            return answer(NOT_FOUND, caching).build();
        }
        String there = stored.get().item().basePath();
        if (!there.equals(path)) {
            return answer(SEE_OTHER, caching)
                    .location(at(address, there, request))
                    .build();
        }
        if (!Access.canView(stored.get().item(), visitor)) {
            return Exchange.json(answer(FORBIDDEN, caching), NO_ENTRY);
        }
        return Exchange.json(answer(stored.get().item().isGone() ? GONE : OK, caching), shown.of(stored.get()));
    }

    private static ServerResponse.BodyBuilder answer(int status, Caching caching) {
        return ServerResponse.status(status)
                .header(HttpHeaders.CACHE_CONTROL, caching.header())
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }

    private static Visitor visitor(ServerRequest request) {
        return new Visitor(
                Optional.ofNullable(request.headers().firstHeader("X-Govuk-Authenticated-User")),
                Optional.ofNullable(request.headers().firstHeader("X-Govuk-Authenticated-User-Organisation")),
                Optional.ofNullable(request.headers().firstHeader("Govuk-Auth-Bypass-Id")));
    }

    private static URI at(String address, String path, ServerRequest request) {
        String url = request.servletRequest().getRequestURL().toString();
        String server = url.substring(
                0, url.length() - request.servletRequest().getRequestURI().length());
        return URI.create(server + address + path);
    }

    private ServerResponse intent(String address, ServerRequest request) {
        String path = Exchange.pathBelow(address, request);
        Optional<PublishIntent> intent = store.findIntent(path);
        if (intent.isEmpty()) {
            return Exchange.notFound();
        }
        String there = intent.get().basePath();
        return there.equals(path)
                ? Exchange.json(OK, intent.get().fields())
                : ServerResponse.status(SEE_OTHER)
                        .location(at(address, there, request))
                        .build();
    }
}
