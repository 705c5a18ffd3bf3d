package f6.eventstore.timeline;

import f6.eventstore.event.EventData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an event says after its corrections.
///
/// @param occurredAt the time of the act; of an amendment only if it replaces that
/// @param data the data; of an amendment the members it replaces, of a retraction nothing
public record Content(Optional<Instant> occurredAt, EventData data) {
    /// This content corrected: a member of the amendment replaces the one of that name whole.
    Content amendedBy(Content amendment) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data.members());
        members.putAll(amendment.data.members());
        return new Content(amendment.occurredAt.or(() -> occurredAt), new EventData(members));
    }

    /// Without the members that are null: an amendment gives a member as null to remove it.
    Content withoutNulls() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data.members());
        members.values().removeIf(Objects::isNull);
        return new Content(occurredAt, new EventData(members));
    }
}
