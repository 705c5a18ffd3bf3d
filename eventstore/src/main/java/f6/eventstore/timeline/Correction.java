package f6.eventstore.timeline;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an event of kind CORRECTION says in its data.
///
/// @param seen the head of the chain that its source had before it
/// @param amend the members that are replaced (see [Content]); empty for a RETRACT
/// @param occurredAt the time of the act as it should have been, if that was wrong
public record Correction(EventId seen, Action action, EventData amend, Optional<Instant> occurredAt, Basis basis) {
    /// @throws f6.eventstore.event.InvalidValue when the time is outside the years 0001 to 9999
    public Correction {
        occurredAt = occurredAt.map(Event::storable);
    }

    public enum Action {
        AMEND,
        RETRACT
    }

    public EventData toData() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put(Members.SEEN, seen.toString());
        data.put(Members.ACTION, action.name());
        if (action == Action.AMEND) {
            data.put(Members.AMEND, amend.members());
            occurredAt.ifPresent(at -> data.put(Members.OCCURRED_AT, at.toString()));
        }
        data.put(Members.BASIS, basis.name());
        return new EventData(data);
    }

    /// @throws f6.eventstore.event.InvalidValue naming the member that is wrong
    public static Correction of(EventData data) {
        Members members = new Members(data);
        return new Correction(
                members.seen(),
                members.choice(Members.ACTION, Action.class),
                members.object(Members.AMEND),
                members.instant(Members.OCCURRED_AT),
                members.choice(Members.BASIS, Basis.class));
    }
}
