package courses;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.Evolution;
import f6.eventstore.model.Evolution.Decoded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happened, and how it stands in the log.
// tag::events[]
public sealed interface CourseEvent {
    record CourseDefined(ObjectId course, String title, Capacity capacity) implements CourseEvent {}

    record StudentSubscribed(ObjectId course, ObjectId student) implements CourseEvent {}
    // end::events[]

    // tag::encode[]
    EventType COURSE_DEFINED = new EventType("CourseDefined");
    EventType STUDENT_SUBSCRIBED = new EventType("StudentSubscribed");

    /// As an event of the log: about which objects, in today's format.
    default Event by(Act act) {
        return switch (this) {
            case CourseDefined(ObjectId course, String title, Capacity(int amount, Capacity.Unit unit)) ->
                act.records(
                        COURSE_DEFINED,
                        "2",
                        List.of(course),
                        Map.of("title", title, "capacity", Map.of("amount", amount, "unit", unit.name())));
            case StudentSubscribed(ObjectId course, ObjectId student) ->
                act.records(STUDENT_SUBSCRIBED, "1", List.of(course, student), Map.of());
        };
    }
    // end::encode[]

    // tag::decode[]
    Evolution<CourseEvent> EVOLUTION = Evolution.<CourseEvent>builder()
            .decoder("CourseDefined", "2", CourseEvent::courseDefined)
            .decoder("StudentSubscribed", "1", CourseEvent::studentSubscribed)
            .upcaster("CourseDefined", "1", "2", CourseEvent::withUnit)
            .build();

    private static CourseDefined courseDefined(StoredEvent stored) {
        Map<String, ?> data = stored.event().data().members();
        Map<?, ?> capacity = (Map<?, ?>) data.get("capacity");
        int amount = ((Number) capacity.get("amount")).intValue();
        Capacity.Unit unit = Capacity.Unit.valueOf((String) capacity.get("unit"));
        return new CourseDefined(
                stored.event().objects().getFirst(), (String) data.get("title"), new Capacity(amount, unit));
    }

    private static StudentSubscribed studentSubscribed(StoredEvent stored) {
        List<ObjectId> objects = stored.event().objects();
        return new StudentSubscribed(objects.getFirst(), objects.getLast());
    }
    // end::decode[]

    // tag::upcaster[]
    /// Until version 2 a capacity was a number, and meant seats.
    private static EventData withUnit(EventData old) {
        Map<String, Object> members = new LinkedHashMap<>(old.members());
        members.compute("capacity", (_, amount) -> Map.of("amount", amount, "unit", "SEATS"));
        return new EventData(members);
    }
    // end::upcaster[]

    // tag::of[]
    /// @throws IllegalStateException when it is none of ours
    static CourseEvent of(StoredEvent stored) {
        return switch (EVOLUTION.decode(stored)) {
            case Decoded.Known(CourseEvent event, StoredEvent _) -> event;
            case Decoded.Raw(StoredEvent raw) -> throw new IllegalStateException("cannot read " + raw);
        };
    }
    // end::of[]
    // tag::events[]
}
// end::events[]
