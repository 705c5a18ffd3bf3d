package courses;

import courses.CourseEvent.CourseDefined;
import courses.CourseEvent.StudentSubscribed;
import f6.eventstore.event.ObjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What is known of the courses and students that a command is about: what the decision needs, no more.
// tag::state[]
public record Enrolled(Map<ObjectId, Integer> places, Set<StudentSubscribed> subscriptions) {
    public static final Enrolled NONE = new Enrolled(Map.of(), Set.of());

    public Enrolled {
        places = Map.copyOf(places);
        subscriptions = Set.copyOf(subscriptions);
    }

    Enrolled after(CourseEvent event) {
        return switch (event) {
            case CourseDefined defined -> {
                Map<ObjectId, Integer> more = new HashMap<>(places);
                more.put(defined.course(), defined.capacity().students());
                yield new Enrolled(more, subscriptions);
            }
            case StudentSubscribed subscribed -> {
                Set<StudentSubscribed> more = new HashSet<>(subscriptions);
                more.add(subscribed);
                yield new Enrolled(places, more);
            }
        };
    }
    // end::state[]

    boolean isDefined(ObjectId course) {
        return places.containsKey(course);
    }

    boolean isIn(ObjectId course, ObjectId student) {
        return subscriptions.contains(new StudentSubscribed(course, student));
    }

    long placesLeft(ObjectId course) {
        return places.get(course)
                - subscriptions.stream()
                        .filter(in -> in.course().equals(course))
                        .count();
    }

    long coursesOf(ObjectId student) {
        return subscriptions.stream().filter(in -> in.student().equals(student)).count();
    }
    // tag::state[]
}
// end::state[]
