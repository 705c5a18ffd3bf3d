package courses;

import courses.CourseEvent.StudentSubscribed;
import f6.eventstore.event.EventData;
import f6.eventstore.event.ObjectId;
import f6.eventstore.model.SnapshotFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How [Enrolled] is kept as a snapshot.
// tag::format[]
final class EnrolledFormat {
    /// Counted up when [Enrolled] folds or is written in another way: what was kept before is then discarded.
    private static final String FINGERPRINT = "1";

    static final SnapshotFormat<Enrolled> FORMAT =
            new SnapshotFormat<>("enrolment", FINGERPRINT, EnrolledFormat::write, EnrolledFormat::read);

    private EnrolledFormat() {}

    private static EventData write(Enrolled state) {
        Map<String, Integer> places = new TreeMap<>();
        state.places().forEach((course, count) -> places.put(course.toString(), count));
        // Sorted, so that equal states are written alike: a set has no order of its own.
        List<String> subscriptions = state.subscriptions().stream()
                .map(in -> in.course() + " " + in.student())
                .sorted()
                .toList();
        return new EventData(Map.of("places", places, "subscriptions", subscriptions));
    }

    private static Enrolled read(EventData data) {
        Map<ObjectId, Integer> places = new HashMap<>();
        ((Map<?, ?>) data.members().get("places"))
                .forEach((course, count) -> places.put(ObjectId.of((String) course), ((Number) count).intValue()));
        Set<StudentSubscribed> subscriptions = new HashSet<>();
        for (Object line : (List<?>) data.members().get("subscriptions")) {
            String[] ids = ((String) line).split(" ");
            subscriptions.add(new StudentSubscribed(ObjectId.of(ids[0]), ObjectId.of(ids[1])));
        }
        return new Enrolled(places, subscriptions);
    }
}
// end::format[]
