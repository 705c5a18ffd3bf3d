package f6.publishing.audit;

import f6.eventstore.event.StoredEvent;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A command of the API that changed something.
///
/// @param id its position in the log
/// @param action the command's name: `PutContent`, `Publish` …
/// @param payload as it was sent, with what its address says
/// @param contentId empty of commands on a path
/// @param createdAt when it was decided, by the clock of the platform
public record Entry(
        long id,
        String action,
        Map<String, @Nullable Object> payload,
        Optional<String> userUid,
        Optional<UUID> contentId,
        Optional<String> requestId,
        Instant createdAt) {
    /// Empty of what happened by the way: a superseded edition, a freed path.
    static Optional<Entry> of(StoredEvent stored) {
        Map<String, @Nullable Object> data = Told.by(stored.event());
        if (!(data.get(Happened.COMMAND) instanceof Map<?, ?> known)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> command = Json.object(known);
        return Optional.of(new Entry(
                stored.position().value(),
                Json.text(command.get("action")).orElse(stored.event().type().name()),
                Json.object(command.get("payload")),
                Json.text(command.get("user_uid")),
                Json.uuid(data.get("content_id")),
                Json.text(command.get("request_id")),
                stored.event().occurredAt()));
    }
}
