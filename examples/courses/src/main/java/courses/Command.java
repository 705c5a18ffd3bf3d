package courses;

import f6.eventstore.event.ObjectId;

/// What somebody wants to be done.
// tag::commands[]
public sealed interface Command {
    record DefineCourse(ObjectId course, String title, Capacity capacity, Act act) implements Command {}

    record SubscribeStudent(ObjectId course, ObjectId student, Act act) implements Command {}
}
// end::commands[]
