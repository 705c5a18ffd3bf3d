package f6.web.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.web.Requests;
import f6.web.event.CloudEvents;
import f6.web.subscription.SubscriptionEndpoint.AskedOf;
import f6.zone.subscription.Delivery;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Pulling;
import f6.zone.subscription.Pulling.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Events for subscribers that come for them, and what they say of these.
final class PullEndpoint {
    /// A request that waits longer is one that something on the way gives up.
    static final int MAX_WAIT_SECONDS = 30;

    private static final int DEFAULT_EVENTS = 10;
    private static final int DEFAULT_LEASE_SECONDS = 60;
    private static final int DEFAULT_PAUSE_SECONDS = 10;
    /// Leases that end while a subscriber waits are looked for so often.
    private static final Duration TURN = Duration.ofSeconds(1);

    private final SubscriptionEndpoint subscriptions;

    PullEndpoint(SubscriptionEndpoint subscriptions) {
        this.subscriptions = subscriptions;
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        Requests.route(routes, SubscriptionEndpoint.ONE + "/pull", Map.of(HttpMethod.POST, this::pull));
        Requests.route(routes, SubscriptionEndpoint.ONE + "/ack", Map.of(HttpMethod.POST, this::acknowledge));
        Requests.route(routes, SubscriptionEndpoint.ONE + "/nack", Map.of(HttpMethod.POST, this::giveBack));
        return routes.build();
    }

    private static <T> T given(Answer<T> answer) {
        return answer.given()
                .orElseThrow(() -> answer.refused().orElseThrow() == Pulling.Refusal.BUSY
                        ? Requests.problem(
                                HttpStatus.CONFLICT, "others act on this subscription at the same time: try again")
                        : Requests.problem(
                                HttpStatus.CONFLICT, "the subscription is paused or suspended: resume it first"));
    }

    private ServerResponse pull(ServerRequest request) throws Exception {
        AskedOf one = subscriptions.askedOf(request);
        SubscriptionEndpoint.requireWay(one, Delivery.Pull.class, Delivery.Pull.WAY);
        Body body = Body.of(Requests.body(request), Set.of("events", "leaseSeconds", "waitSeconds"));
        int most = body.number("events", DEFAULT_EVENTS, 1, Pulling.MAX_EVENTS);
        Duration lease = Duration.ofSeconds(
                body.number("leaseSeconds", DEFAULT_LEASE_SECONDS, 1, (int) Pulling.MAX_LEASE.toSeconds()));
        Instant end = Instant.now().plusSeconds(body.number("waitSeconds", 0, 0, MAX_WAIT_SECONDS));
        while (true) {
            Position head = one.subscriptions().head();
            List<Pulling.Leased> leased = given(one.subscriptions().pulling().pull(one.name(), most, lease));
            Duration left = Duration.between(Instant.now(), end);
            if (!leased.isEmpty()) {
                one.settleRead(
                        request,
                        "pull %s %s to %s"
                                .formatted(
                                        one.name(),
                                        leased.getFirst().waiting().position(),
                                        leased.getLast().waiting().position()));
            }
            if (!leased.isEmpty() || !left.isPositive()) {
                return Requests.json(HttpStatus.OK, answer(one, leased));
            }
            var _ = one.subscriptions().await(head, left.compareTo(TURN) < 0 ? left : TURN);
        }
    }

    private static Map<String, @Nullable Object> answer(AskedOf one, List<Pulling.Leased> leased) {
        CloudEvents cloud = one.asked().cloud();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "events",
                leased.stream()
                        .map(event -> SubscriptionAnswers.leased(event, cloud, one.subscriptions()::event))
                        .toList());
        return answer;
    }

    private ServerResponse acknowledge(ServerRequest request) throws Exception {
        AskedOf one = subscriptions.askedOf(request);
        if (one.kept().subscription().delivery() instanceof Delivery.Sse) {
            Body body = Body.of(Requests.body(request), Set.of("position"));
            one.subscriptions()
                    .advance(
                            one.kept(),
                            body.position("position").orElseThrow(() -> body.wrong("position", "is missing")));
            Kept now = subscriptions.askedOf(request).kept();
            return Requests.json(
                    HttpStatus.OK, Map.of("checkpoint", now.checkpoint().value()));
        }
        SubscriptionEndpoint.requireWay(one, Delivery.Pull.class, Delivery.Pull.WAY);
        Body body = Body.of(Requests.body(request), Set.of("ids"));
        return Requests.json(
                HttpStatus.OK,
                acknowledged(given(one.subscriptions().pulling().acknowledge(one.name(), body.ids("ids")))));
    }

    private ServerResponse giveBack(ServerRequest request) throws Exception {
        AskedOf one = subscriptions.askedOf(request);
        SubscriptionEndpoint.requireWay(one, Delivery.Pull.class, Delivery.Pull.WAY);
        Body body = Body.of(Requests.body(request), Set.of("ids", "pauseSeconds", "reason"));
        Duration pause = Duration.ofSeconds(
                body.number("pauseSeconds", DEFAULT_PAUSE_SECONDS, 0, (int) Pulling.MAX_LEASE.toSeconds()));
        String reason = body.text("reason").orElse("given back");
        return Requests.json(
                HttpStatus.OK,
                acknowledged(
                        given(one.subscriptions().pulling().giveBack(one.name(), body.ids("ids"), pause, reason))));
    }

    private static Map<String, Object> acknowledged(Pulling.Acknowledged done) {
        return Map.of(
                "settled",
                done.settled(),
                "unknown",
                done.unknown().stream().map(EventId::toString).sorted().toList());
    }
}
