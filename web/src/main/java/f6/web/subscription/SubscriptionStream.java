package f6.web.subscription;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.web.Requests;
import f6.web.event.CloudEvents;
import f6.web.event.EventText;
import f6.web.subscription.SubscriptionEndpoint.AskedOf;
import f6.zone.subscription.Delivery;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Tail;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// Events as a stream of Server-Sent Events (WHATWG HTML §9.2). The id of each is its position: who comes back
/// with the last one has all up to there.
final class SubscriptionStream {
    static final JsonMapper JSON = JsonMapper.builder().build();
    /// Each holds a connection and a thread that waits.
    static final int MAX_STREAMS = 2_000;
    /// Shorter than what proxies take for a dead connection; and so often it is looked whether it may go on.
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// Then the client comes back, and is asked again who he is and what he may.
    private static final Duration LONGEST = Duration.ofHours(1);
    /// How soon a stream notices that the node stops, or that its time is over.
    private static final Duration TURN = Duration.ofSeconds(1);

    private static final int BATCH = 100;
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final SubscriptionEndpoint subscriptions;
    private final Semaphore places = new Semaphore(MAX_STREAMS);
    private final BooleanSupplier stopping;

    /// @param stopping whether streams are to end
    SubscriptionStream(SubscriptionEndpoint subscriptions, BooleanSupplier stopping) {
        this.subscriptions = subscriptions;
        this.stopping = stopping;
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        Requests.route(routes, SubscriptionEndpoint.ONE + "/events", Map.of(HttpMethod.GET, this::stream));
        return routes.build();
    }

    private ServerResponse stream(ServerRequest request) {
        AskedOf one = subscriptions.askedOf(request);
        SubscriptionEndpoint.requireWay(one, Delivery.Sse.class, Delivery.Sse.WAY);
        var _ = Requests.parameters(request, Set.of());
        if (one.kept().state() != State.ACTIVE) {
            throw Requests.problem(HttpStatus.CONFLICT, "the subscription is paused or suspended: resume it first");
        }
        Optional<Position> last = Optional.ofNullable(request.headers().firstHeader(LAST_EVENT_ID))
                .map(SubscriptionStream::position);
        last.ifPresent(position -> one.subscriptions().advance(one.kept(), position));
        Position from = last.orElse(one.kept().checkpoint());
        Instant until = Requests.streamsUntil(LONGEST);
        if (!places.tryAcquire()) {
            throw Requests.problem(HttpStatus.SERVICE_UNAVAILABLE, "too many streams are open: try again later");
        }
        Requests.orRelease(places, () -> one.settleRead(request, "stream %s after %s".formatted(one.name(), from)));
        return ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/event-stream;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build((servlet, response) -> {
                    try {
                        write(one, from, until, response.getOutputStream());
                    } catch (IOException e) {
                        // the subscriber is gone, and comes again
                    } finally {
                        places.release();
                    }
                    return null;
                });
    }

    private static Position position(String lastEventId) {
        try {
            return Body.asPosition(lastEventId);
        } catch (InvalidValue e) {
            throw new InvalidValue("%s: %s".formatted(LAST_EVENT_ID, e.getMessage()));
        }
    }

    private void write(AskedOf one, Position from, Instant until, OutputStream out) throws IOException {
        CloudEvents cloud = one.asked().cloud();
        send(out, ": " + one.name() + "\n\n");
        Position position = from;
        Instant beat = Instant.now().plus(HEARTBEAT);
        while (!stopping.getAsBoolean() && Instant.now().isBefore(until)) {
            Tail.Batch batch = one.subscriptions().next(one.kept(), position, BATCH);
            if (!batch.events().isEmpty()) {
                EventText text = new EventText(); // not kept: it is as large as the largest
                for (StoredEvent event : batch.events()) {
                    cloud.writeMessage(event, text);
                    text.writeTo(out);
                }
                out.flush();
            }
            position = batch.scanned();
            Instant now = Instant.now();
            if (now.isAfter(beat)) {
                if (!mayGoOn(one)) {
                    return;
                }
                send(out, ":\n\n");
                beat = now.plus(HEARTBEAT);
            }
            var _ = one.subscriptions().await(position, TURN);
        }
    }

    private static boolean mayGoOn(AskedOf one) {
        Kept before = one.kept();
        return one.subscriptions()
                .find(one.name(), Optional.empty())
                .filter(now -> now.epoch() == before.epoch() && now.state() == State.ACTIVE)
                .isPresent();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
