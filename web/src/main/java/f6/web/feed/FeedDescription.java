package f6.web.feed;

import f6.web.ApiPart;
import f6.web.Operation;
import f6.web.event.CloudEventSchema;
import f6.web.event.CloudEvents;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// The feed in the OpenAPI document.
record FeedDescription(RouterFunction<ServerResponse> routes) implements ApiPart {
    private static final String FEED = "/v1/{zone}/feed";
    private static final Map<String, ?> OBJECT = Map.of("type", "object");
    private static final Map<String, ?> TEXTS = Map.of("type", "array", "items", Map.of("type", "string"));

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(FEED, "getFeed", "Where the pages of the log are")
                        .answers(200, "Links.", OBJECT, "application/hal+json"),
                Operation.get(FEED + "/pages/{page}", "getFeedPage", "A page of the log; a full one never changes")
                        .answers(200, "CloudEvents.", CloudEventSchema.BATCH, CloudEvents.BATCH_MEDIA_TYPE),
                filtered(Operation.get(FEED + "/events", "listFeedEvents", "The log by type and object"))
                        .takes("after", "After which position to go on.", Map.of("type", "string"))
                        .answers(200, "CloudEvents.", CloudEventSchema.BATCH, CloudEvents.BATCH_MEDIA_TYPE),
                filtered(Operation.get(FEED + "/tail", "followFeed", "The log as it grows"))
                        .takes("after", "After which position to begin.", Map.of("type", "string"))
                        .answers(
                                200,
                                "Server-Sent Events, each with a CloudEvent.",
                                Map.of("type", "string"),
                                "text/event-stream"));
    }

    private static Operation filtered(Operation operation) {
        return operation
                .takes("type", "Types of events; may be given more than once.", TEXTS)
                .takes("object", "Ids of objects; may be given more than once.", TEXTS);
    }
}
