package f6.zone.view;

import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// The histories that many events stand in, read a number of objects at a time.
public final class Histories {
    /// Objects that are read at once: as many as a query may name, and some room.
    private static final int TOGETHER = 200;

    private Histories() {}

    /// @param reader reads what is known of some objects
    public static Function<StoredEvent, History> of(
            Collection<StoredEvent> events, Function<Set<ObjectId>, History> reader) {
        Map<EventId, History> histories = new HashMap<>();
        Set<ObjectId> objects = new LinkedHashSet<>();
        List<StoredEvent> group = new ArrayList<>();
        for (StoredEvent event : events) {
            if (!group.isEmpty() && objects.size() + event.event().objects().size() > TOGETHER) {
                read(group, objects, reader, histories);
                group.clear();
                objects.clear();
            }
            group.add(event);
            objects.addAll(event.event().objects());
        }
        read(group, objects, reader, histories);
        return event -> Objects.requireNonNull(histories.get(event.id()));
    }

    private static void read(
            List<StoredEvent> group,
            Set<ObjectId> objects,
            Function<Set<ObjectId>, History> reader,
            Map<EventId, History> histories) {
        if (!group.isEmpty()) {
            History history = reader.apply(Set.copyOf(objects));
            group.forEach(event -> histories.put(event.id(), history));
        }
    }
}
