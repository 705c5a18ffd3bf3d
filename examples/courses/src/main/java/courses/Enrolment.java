package courses;

import courses.Command.DefineCourse;
import courses.Command.SubscribeStudent;
import courses.CourseEvent.CourseDefined;
import courses.CourseEvent.StudentSubscribed;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.Decider;
import f6.eventstore.model.Decision;
import f6.eventstore.model.SnapshotFormat;
import f6.eventstore.store.Query;
import java.util.List;
import java.util.Optional;

/// Decides who is in: a course has so many places, a student takes so many courses, and each course once.
// tag::decider[]
public final class Enrolment implements Decider<Command, Enrolled> {
    public static final int MAX_COURSES = 5;

    @Override
    public Query boundary(Command command) {
        return switch (command) {
            case DefineCourse define -> Query.ofObjects(define.course());
            case SubscribeStudent subscribe -> Query.ofAnyObject(List.of(subscribe.course(), subscribe.student()));
        };
    }

    @Override
    public Enrolled initial() {
        return Enrolled.NONE;
    }

    @Override
    public Enrolled evolve(Enrolled state, StoredEvent stored) {
        return state.after(CourseEvent.of(stored));
    }

    @Override
    public Decision decide(Command command, Enrolled state) {
        return switch (command) {
            case DefineCourse define -> define(define, state);
            case SubscribeStudent subscribe -> subscribe(subscribe, state);
        };
    }

    private static Decision define(DefineCourse command, Enrolled state) {
        if (state.isDefined(command.course())) {
            return Decision.refuse("the course is defined already");
        }
        return Decision.accept(
                new CourseDefined(command.course(), command.title(), command.capacity()).by(command.act()));
    }

    private static Decision subscribe(SubscribeStudent command, Enrolled state) {
        ObjectId course = command.course();
        ObjectId student = command.student();
        if (!state.isDefined(course)) {
            return Decision.refuse("there is no such course");
        }
        if (state.isIn(course, student)) {
            return Decision.refuse("the student is in this course already");
        }
        if (state.placesLeft(course) == 0) {
            return Decision.refuse("the course is full");
        }
        if (state.coursesOf(student) == MAX_COURSES) {
            return Decision.refuse("the student takes %d courses already".formatted(MAX_COURSES));
        }
        return Decision.accept(new StudentSubscribed(course, student).by(command.act()));
    }
    // end::decider[]

    @Override
    public Optional<SnapshotFormat<Enrolled>> snapshots() {
        return Optional.of(EnrolledFormat.FORMAT);
    }
    // tag::decider[]
}
// end::decider[]
