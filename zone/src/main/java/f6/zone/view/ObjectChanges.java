package f6.zone.view;

import f6.eventstore.event.ObjectId;
import f6.eventstore.timeline.Change;
import java.util.List;

/// What is known otherwise of one object.
public record ObjectChanges(ObjectId object, List<Change> changes) {
    public ObjectChanges {
        changes = List.copyOf(changes);
    }
}
