package f6.web.publishing;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.TooLarge;
import f6.eventstore.store.StoreFailure;
import f6.publishing.command.Refused;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The addresses of the API, and how failures are answered there.
final class Routes {
    /// Of a piece of content: any other text leads nowhere.
    static final String ID = "{id:[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}}";

    static final Pattern UUIDS =
            Pattern.compile("[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}");

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;
    private static final int OUR_FAULT = 500;

    private final RouterFunctions.Builder routes = RouterFunctions.route();

    /// Answers a request, or leaves by an exception.
    interface Handler {
        Answered answer(Asked asked) throws IOException;
    }

    void get(String path, Handler handler) {
        on(path, handler, HttpMethod.GET, HttpMethod.HEAD);
    }

    void put(String path, Handler handler) {
        on(path, handler, HttpMethod.PUT);
    }

    void post(String path, Handler handler) {
        on(path, handler, HttpMethod.POST);
    }

    void patch(String path, Handler handler) {
        on(path, handler, HttpMethod.PATCH);
    }

    void delete(String path, Handler handler) {
        on(path, handler, HttpMethod.DELETE);
    }

    private void on(String path, Handler handler, HttpMethod... methods) {
        var _ = routes.route(
                RequestPredicates.methods(methods).and(RequestPredicates.path(path)),
                request -> respond(handler, request));
    }

    /// Whatever else is asked below a path is not there, by any method.
    void nothingElse(String path) {
        var _ = routes.route(RequestPredicates.path(path), _ -> nowhere().response());
    }

    RouterFunction<ServerResponse> build() {
        return routes.build();
    }

    /// As a router answers that knows no such address.
    static Answered nowhere() {
        return Answered.json(NOT_FOUND, Map.of("status", NOT_FOUND, "error", "Not Found"));
    }

    private static ServerResponse respond(Handler handler, ServerRequest request) {
        return answer(handler, new Asked(request)).response();
    }

    private static Answered answer(Handler handler, Asked asked) {
        try {
            return handler.answer(asked);
        } catch (Rejected rejected) {
            return Answered.of(rejected.refused());
        } catch (TooLarge tooLarge) {
            return Answered.of(Refused.of(CONTENT_TOO_LARGE, String.valueOf(tooLarge.getMessage())));
        } catch (InvalidValue invalid) {
            return Answered.of(Refused.of(BAD_REQUEST, String.valueOf(invalid.getMessage())));
        } catch (StoreFailure failure) {
            return Answered.of(Refused.of(
                    UNAVAILABLE, "the store is not available: try again (incident %s)".formatted(logged(failure))));
        } catch (IOException | RuntimeException e) {
            return Answered.of(Refused.of(OUR_FAULT, "something went wrong here (incident %s)".formatted(logged(e))));
        }
    }

    private static UUID logged(Exception e) {
        UUID incident = UUID.randomUUID();
        LOG.error("incident {}", incident, e);
        return incident;
    }
}
