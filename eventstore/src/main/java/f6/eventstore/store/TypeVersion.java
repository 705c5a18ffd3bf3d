package f6.eventstore.store;

import f6.eventstore.event.EventType;

/// A format of data: what events of a type say in one version.
public record TypeVersion(EventType type, String version) {
    @Override
    public String toString() {
        return type + " version " + version;
    }
}
