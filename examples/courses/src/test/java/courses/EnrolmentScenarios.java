package courses;

import static org.assertj.core.api.Assertions.assertThat;

import courses.Command.DefineCourse;
import courses.Command.SubscribeStudent;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.model.CommandLoop;
import f6.eventstore.model.Outcome;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What enrolment promises on any store: a subclass hands one over.
abstract class EnrolmentScenarios {
    static final Source OFFICE = new Source(UUID.randomUUID(), "registrar");
    private static final Enrolment ENROLMENT = new Enrolment();

    abstract EventStore store();

    abstract Snapshots snapshots();

    final Outcome define(ObjectId course, String title, int seats) {
        return handle(new DefineCourse(course, title, Capacity.seats(seats), Act.now(OFFICE)));
    }

    final Outcome subscribe(ObjectId course, ObjectId student) {
        return handle(new SubscribeStudent(course, student, Act.now(OFFICE)));
    }

    private Outcome handle(Command command) {
        return new CommandLoop(store(), snapshots()).handle(ENROLMENT, command);
    }

    static ObjectId object() {
        return new ObjectId(UUID.randomUUID());
    }

    final ObjectId course(int seats) {
        ObjectId course = object();
        assertThat(define(course, "Course " + course, seats)).isInstanceOf(Outcome.Recorded.class);
        return course;
    }

    private static List<ObjectId> students(int count) {
        return Stream.generate(EnrolmentScenarios::object).limit(count).toList();
    }

    /// All at once: they meet at a barrier first.
    private static List<Outcome> race(List<Callable<Outcome>> commands) throws Exception {
        CyclicBarrier start = new CyclicBarrier(commands.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome>> racers = commands.stream()
                    .<Callable<Outcome>>map(command -> () -> {
                        start.await();
                        return command.call();
                    })
                    .toList();
            return threads.invokeAll(racers).stream().map(Future::resultNow).toList();
        }
    }

    // tag::race[]
    @Test
    void of_32_students_who_want_the_last_3_places_3_get_in() throws Exception {
        ObjectId course = course(30);
        students(27).forEach(student -> assertThat(subscribe(course, student)).isInstanceOf(Outcome.Recorded.class));

        List<Outcome> outcomes = race(students(32).stream()
                .<Callable<Outcome>>map(student -> () -> subscribe(course, student))
                .toList());

        assertThat(outcomes).filteredOn(Outcome.Recorded.class::isInstance).hasSize(3);
        assertThat(outcomes)
                .filteredOn(new Outcome.Refused("the course is full")::equals)
                .hasSize(29);
        assertThat(store().read(Query.ofObjects(course), ReadOptions.FORWARD)).hasSize(1 + 30);
    }
    // end::race[]

    @Test
    void a_student_who_asks_for_8_courses_at_once_gets_5() throws Exception {
        ObjectId student = object();
        List<Outcome> outcomes = race(Stream.generate(() -> course(1))
                .limit(8)
                .<Callable<Outcome>>map(course -> () -> subscribe(course, student))
                .toList());
        assertThat(outcomes).filteredOn(Outcome.Recorded.class::isInstance).hasSize(Enrolment.MAX_COURSES);
        assertThat(store().read(Query.ofObjects(student), ReadOptions.FORWARD)).hasSize(Enrolment.MAX_COURSES);
    }

    @Test
    void who_clicks_twice_is_in_once() throws Exception {
        ObjectId course = course(9);
        ObjectId student = object();
        Callable<Outcome> click = () -> subscribe(course, student);
        assertThat(race(List.of(click, click)))
                .filteredOn(Outcome.Recorded.class::isInstance)
                .hasSize(1);
    }

    @Test
    void snapshots_hold_what_the_log_says() {
        ObjectId course = course(2 * CommandLoop.SNAPSHOT_EVERY);
        students(CommandLoop.SNAPSHOT_EVERY).forEach(student -> {
            assertThat(subscribe(course, student)).isInstanceOf(Outcome.Recorded.class);
            assertThat(subscribe(course, student)).isInstanceOf(Outcome.Refused.class);
        });
        assertThat(snapshots().keys(EnrolledFormat.FORMAT.name())).isNotEmpty();
        assertThat(new CommandLoop(store(), snapshots()).verifySnapshots(ENROLMENT))
                .isEmpty();
    }
}
