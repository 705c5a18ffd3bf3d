package f6.web.subscription;

import f6.web.ApiPart;
import f6.web.Operation;
import f6.web.event.CloudEventSchema;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Subscriptions in the OpenAPI document.
record SubscriptionDescription(RouterFunction<ServerResponse> routes) implements ApiPart {
    private static final Map<String, ?> OBJECT = Map.of("type", "object");
    private static final Map<String, ?> LEASED = Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                    "event", CloudEventSchema.ONE,
                    "leasedUntil", Map.of("type", "string"),
                    "attempts", Map.of("type", "integer")));
    private static final Map<String, ?> PULLED =
            Map.of("type", "object", "properties", Map.of("events", Map.of("type", "array", "items", LEASED)));
    private static final String ALL = SubscriptionEndpoint.ALL;
    private static final String ONE = SubscriptionEndpoint.ONE;

    @Override
    public List<Operation> operations() {
        return List.of(
                page(Operation.get(ALL, "listSubscriptions", "The subscriptions of a zone")),
                sent(201, Operation.post(ALL, "makeSubscription", "Makes a subscription")),
                shown(Operation.get(ONE, "getSubscription", "A subscription")),
                Operation.of(HttpMethod.DELETE, ONE, "removeSubscription", "Ends a subscription")
                        .answers(204, "It is gone.", Map.of()),
                sent(200, Operation.of(HttpMethod.PATCH, ONE, "changeSubscription", "Changes a subscription")),
                shown(Operation.post(ONE + "/pause", "pauseSubscription", "Delivers nothing for now")),
                shown(Operation.post(ONE + "/resume", "resumeSubscription", "Delivers again")),
                sent(200, Operation.post(ONE + "/replay", "replaySubscription", "Delivers again from a position on")),
                sent(200, Operation.post(ONE + "/secret", "rotateSecret", "Another secret to sign with")),
                page(Operation.get(ONE + "/parked", "listParked", "What could not be delivered, and why")),
                shown(Operation.post(ONE + "/parked/{event}/retry", "retryParked", "Delivers what is parked")),
                shown(Operation.post(ONE + "/parked/{event}/skip", "skipParked", "Gives up what is parked")),
                Operation.post(ONE + "/pull", "pullEvents", "Takes events, for a time")
                        .body(OBJECT)
                        .answers(200, "What is leased.", PULLED, Operation.JSON),
                sent(200, Operation.post(ONE + "/ack", "acknowledgeEvents", "They are done")),
                sent(200, Operation.post(ONE + "/nack", "giveBackEvents", "They are to be delivered again")),
                Operation.get(ONE + "/events", "streamEvents", "Events as they come")
                        .answers(
                                200,
                                "Server-Sent Events, each with a CloudEvent.",
                                Map.of("type", "string"),
                                "text/event-stream"));
    }

    private static Operation page(Operation operation) {
        return shown(operation
                .takes("after", "The `next` of the page before.", Map.of("type", "string"))
                .takes("limit", "How many at most.", Map.of("type", "integer", "minimum", 1)));
    }

    private static Operation shown(Operation operation) {
        return operation.answers(200, "As it is.", OBJECT, Operation.JSON);
    }

    private static Operation sent(int status, Operation operation) {
        return operation.body(OBJECT).answers(status, "As it is then.", OBJECT, Operation.JSON);
    }
}
