package f6.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// A page to write GraphQL requests on, for development. Everything on it comes from here: nothing is fetched from
/// another host, and nothing may be.
final class GraphiQlPage {
    /// The editor that the page is made of sets styles of its own.
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final String OWN = "f6/web/graphiql/";
    private static final String PACKED = "META-INF/resources/webjars/";
    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=utf-8");
    private static final MediaType STYLE = MediaType.parseMediaType("text/css;charset=utf-8");

    private record Part(String place, MediaType type) {}

    private static final Map<String, Part> PARTS = Map.of(
            "react.js", new Part(PACKED + "react/18.3.1/umd/react.production.min.js", SCRIPT),
            "react-dom.js", new Part(PACKED + "react-dom/18.3.1/umd/react-dom.production.min.js", SCRIPT),
            "graphiql.js", new Part(PACKED + "graphiql/2.4.7/graphiql.min.js", SCRIPT),
            "graphiql.css", new Part(PACKED + "graphiql/2.4.7/graphiql.min.css", STYLE),
            "start.js", new Part(OWN + "start.js", SCRIPT),
            "page.css", new Part(OWN + "page.css", STYLE));

    private final Zones zones;
    private final boolean isServed;

    GraphiQlPage(Zones zones, GraphQlSettings settings) {
        this.zones = zones;
        this.isServed = settings.page();
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        if (!isServed) {
            return routes.GET("/graphiql", request -> ServerResponse.notFound().build())
                    .build();
        }
        return routes.GET("/graphiql", this::page)
                .GET("/graphiql/{part}", this::part)
                .build();
    }

    private ServerResponse page(ServerRequest request) {
        String zone = request.param("zone")
                .orElseGet(() -> zones.byName().keySet().iterator().next());
        if (!zones.byName().containsKey(zone)) {
            throw Problems.of(HttpStatus.NOT_FOUND, "there is no zone of that name here");
        }
        String others = zones.byName().keySet().stream()
                .map(name -> "<a href=\"/graphiql?zone=%1$s\">%1$s</a>".formatted(name))
                .collect(Collectors.joining(" "));
        String page = new String(read(OWN + "page.html"), StandardCharsets.UTF_8)
                .replace("{zone}", zone)
                .replace("{zones}", others);
        return secured(MediaType.parseMediaType("text/html;charset=utf-8")).body(page.getBytes(StandardCharsets.UTF_8));
    }

    private ServerResponse part(ServerRequest request) {
        Part part = PARTS.get(request.pathVariable("part"));
        if (part == null) {
            throw Problems.of(HttpStatus.NOT_FOUND, "there is no such part of the page");
        }
        return secured(part.type()).body(read(part.place()));
    }

    private static ServerResponse.BodyBuilder secured(MediaType type) {
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", CONTENT_POLICY)
                .header("Referrer-Policy", "no-referrer");
    }

    private static byte[] read(String place) {
        try (InputStream part = GraphiQlPage.class.getClassLoader().getResourceAsStream(place)) {
            return Objects.requireNonNull(part, place).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
