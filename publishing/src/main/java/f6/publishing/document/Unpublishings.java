package f6.publishing.document;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes an [Unpublishing] of what an event says.
final class Unpublishings {
    private Unpublishings() {}

    static Unpublishing substitute(Instant now) {
        return new Unpublishing(
                Unpublishing.Type.SUBSTITUTE,
                Optional.of("Automatically unpublished to make way for another document"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                now);
    }

    /// @param before of the same edition, which this one changes
    static Unpublishing of(Map<String, @Nullable Object> said, Optional<Unpublishing> before, Instant now) {
        return new Unpublishing(
                Unpublishing.Type.of(said.get("type")).orElse(Unpublishing.Type.GONE),
                Json.text(said.get("explanation")),
                Json.text(said.get("alternative_path")),
                Json.objects(said.get("redirects")),
                instant(said.get("unpublished_at")),
                before.map(Unpublishing::createdAt).orElse(now));
    }

    private static Optional<Instant> instant(@Nullable Object text) {
        try {
            return text instanceof String moment ? Optional.of(Instant.parse(moment)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
