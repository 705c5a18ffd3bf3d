package f6.zone.definition;

import f6.eventstore.event.EventType;
import java.util.Set;

/// What a type of source may do in a zone, by event type.
public record Authority(Scope claim, Scope validate, Scope correct) {
    /// Some event types, or all.
    public record Scope(boolean all, Set<String> types) {
        public static final Scope NONE = new Scope(false, Set.of());

        public Scope {
            types = Set.copyOf(types);
        }

        public boolean covers(EventType type) {
            return all || types.contains(type.name());
        }
    }
}
