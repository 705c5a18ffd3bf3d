package f6.acceptance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How actors reach a zone. A driver translates and decides nothing.
interface ZoneDriver {
    Reply record(String as, UUID id, String type, Map<String, ?> data);

    Reply validate(String as, UUID id, UUID event, UUID seen, boolean accept, Optional<LocalDate> effectiveFrom);

    Reply amend(String as, UUID id, UUID event, UUID seen, Map<String, ? extends @Nullable Object> members);

    Reply retract(String as, UUID id, UUID event, UUID seen);

    /// The fields of a view that have a value; empty when the register has nothing.
    Optional<Map<String, Object>> view(
            String view, UUID object, Optional<LocalDate> day, Optional<Instant> known, boolean asserted);

    List<UUID> events(UUID object);
}
