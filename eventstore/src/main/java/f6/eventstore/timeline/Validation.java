package f6.eventstore.timeline;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an event of kind VALIDATION says in its data.
///
/// @param seen the head of the chain that its source had before it
/// @param effectiveFrom the first day on which an accepted claim works; empty to leave that to the claim
public record Validation(EventId seen, Decision decision, Optional<LocalDate> effectiveFrom, Basis basis) {
    /// What an amendment of a validation may replace; the basis is decided once.
    public static final Set<String> AMENDABLE = Set.of(Members.DECISION, Members.EFFECTIVE_FROM);

    public enum Decision {
        ACCEPT,
        REJECT
    }

    public EventData toData() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put(Members.SEEN, seen.toString());
        data.put(Members.DECISION, decision.name());
        effectiveFrom.ifPresent(day -> data.put(Members.EFFECTIVE_FROM, day.toString()));
        data.put(Members.BASIS, basis.name());
        return new EventData(data);
    }

    /// @throws f6.eventstore.event.InvalidValue naming the member that is wrong
    public static Validation of(EventData data) {
        Members members = new Members(data);
        return new Validation(
                members.seen(),
                members.choice(Members.DECISION, Decision.class),
                members.day(Members.EFFECTIVE_FROM),
                members.choice(Members.BASIS, Basis.class));
    }
}
