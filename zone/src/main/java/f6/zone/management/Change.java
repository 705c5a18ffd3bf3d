package f6.zone.management;

import f6.eventstore.event.EventId;
import f6.zone.command.StoredEventsCheck;

/// How an activation or a roll-back ended. Anything but [Done] left everything as it was.
public sealed interface Change {
    /// The definition rules, on this node from now on.
    record Done(Activation activation) implements Change {}

    /// Events that are stored could not be read or folded any more.
    record Unfit(EventId definition, StoredEventsCheck.Result check) implements Change {}

    /// There is no such definition of this zone.
    record NoSuchDefinition() implements Change {}

    /// It cannot be done, whatever is stored.
    record Refused(String why) implements Change {}

    /// Others changed the definition at the same time, again and again.
    record Overtaken() implements Change {}
}
