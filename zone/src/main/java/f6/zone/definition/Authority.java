package f6.zone.definition;

import f6.eventstore.event.EventType;
import java.util.Set;

/// What a type of source may do in a zone.
///
/// @param claim, validate, correct by event type
/// @param read by view; of all views, events too
public record Authority(Scope claim, Scope validate, Scope correct, Scope read, Set<Duty> manage) {
    /// Of a type that the zone does not know.
    public static final Authority NONE = new Authority(Scope.NONE, Scope.NONE, Scope.NONE, Scope.NONE, Set.of());

    public Authority {
        manage = Set.copyOf(manage);
    }

    /// Some by name, or all, those that come later too.
    public record Scope(boolean all, Set<String> names) {
        public static final Scope NONE = new Scope(false, Set.of());

        public Scope {
            names = Set.copyOf(names);
        }

        public boolean covers(EventType type) {
            return covers(type.name());
        }

        public boolean covers(String name) {
            return all || names.contains(name);
        }
    }

    public boolean mayRead(String view) {
        return read.covers(view);
    }

    /// Whether events may be read: their data holds more than any list of views shows.
    public boolean mayReadEvents() {
        return read.all();
    }

    public boolean mayManage(Duty duty) {
        return manage.contains(duty);
    }

    /// Whether it may record nothing at all, not even what waits for others.
    public boolean onlyLooks() {
        return claim.equals(Scope.NONE) && validate.equals(Scope.NONE) && correct.equals(Scope.NONE);
    }
}
