package f6.publishing.command;

import f6.eventstore.event.Event;
import f6.publishing.schema.ContentSchemas;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a command comes to, by what is known. The same again for the same; only ids of new events differ.
public sealed interface Verdict {
    /// @param events what happened, in order
    /// @param body what the API answers
    record Accepted(List<Event> events, Map<String, @Nullable Object> body) implements Verdict {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    record Refusal(Refused refused) implements Verdict {}

    /// @param now when it is decided
    /// @param ids of documents that the platform makes by itself
    /// @param rendered what can be rendered of the details of an edition
    static Verdict of(
            Command command,
            Stock stock,
            By by,
            Instant now,
            Supplier<UUID> ids,
            ContentSchemas schemas,
            UnaryOperator<Object> rendered) {
        Deciding deciding = new Deciding(stock, new Surroundings(by, now, ids, schemas, rendered));
        try {
            Map<String, @Nullable Object> body = decide(deciding, command);
            return new Accepted(deciding.events(), body);
        } catch (Refused.Exit exit) {
            return new Refusal(exit.refused());
        }
    }

    private static Map<String, @Nullable Object> decide(Deciding deciding, Command command) {
        switch (command) {
            case Command.PatchLinkSet patch -> {
                return LinkSets.patch(deciding, patch);
            }
            case Command.ReservePath reserve -> {
                return Paths.reserve(deciding, reserve);
            }
            case Command.UnreservePath unreserve -> {
                return Paths.unreserve(deciding, unreserve);
            }
            case Command.PutPublishIntent put -> {
                return Paths.putIntent(deciding, put);
            }
            case Command.DeletePublishIntent delete -> {
                return Paths.deleteIntent(deciding, delete);
            }
            case Command.PutContent put -> PutContentDecision.decide(deciding, put);
            case Command.Publish publish -> PublishDecision.decide(deciding, publish);
            case Command.Republish republish -> Drafts.republish(deciding, republish);
            case Command.Unpublish unpublish -> UnpublishDecision.decide(deciding, unpublish);
            case Command.DiscardDraft discard -> Drafts.discard(deciding, discard);
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("content_id", ((Command.OfDocument) command).contentId().toString());
        return body;
    }
}
