package courses;

import static org.assertj.core.api.Assertions.assertThat;

import courses.Command.DefineCourse;
import courses.Command.SubscribeStudent;
import courses.CourseEvent.CourseDefined;
import courses.CourseEvent.StudentSubscribed;
import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.model.Decision;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final ObjectId CHESS = new ObjectId(UUID.randomUUID());
    private static final ObjectId ANNA = new ObjectId(UUID.randomUUID());
    private static final ObjectId BRAM = new ObjectId(UUID.randomUUID());
    private static final Act ACT =
            new Act(EventId.next(), Instant.parse("2026-09-01T08:00:00Z"), new Source(UUID.randomUUID(), "registrar"));

    // tag::test[]
    @Test
    void a_student_gets_the_last_place() {
        var given = given(new CourseDefined(CHESS, "Chess", Capacity.seats(2)), new StudentSubscribed(CHESS, BRAM));
        var decision = when(given, new SubscribeStudent(CHESS, ANNA, ACT));
        assertThat(decision).isEqualTo(Decision.accept(new StudentSubscribed(CHESS, ANNA).by(ACT)));
    }
    // end::test[]

    @Test
    void a_full_course_takes_nobody() {
        var given = given(new CourseDefined(CHESS, "Chess", Capacity.seats(1)), new StudentSubscribed(CHESS, BRAM));
        var decision = when(given, new SubscribeStudent(CHESS, ANNA, ACT));
        assertThat(decision).isEqualTo(Decision.refuse("the course is full"));
    }

    @Test
    void two_students_share_a_workplace() {
        var given = given(
                new CourseDefined(CHESS, "Chess", new Capacity(1, Capacity.Unit.WORKPLACES)),
                new StudentSubscribed(CHESS, BRAM));
        var decision = when(given, new SubscribeStudent(CHESS, ANNA, ACT));
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void nobody_is_subscribed_twice() {
        var given = given(new CourseDefined(CHESS, "Chess", Capacity.seats(9)), new StudentSubscribed(CHESS, ANNA));
        var decision = when(given, new SubscribeStudent(CHESS, ANNA, ACT));
        assertThat(decision).isEqualTo(Decision.refuse("the student is in this course already"));
    }

    @Test
    void a_student_takes_five_courses_and_no_more() {
        var given = given(Stream.concat(
                        Stream.generate(() -> new StudentSubscribed(new ObjectId(UUID.randomUUID()), ANNA))
                                .limit(Enrolment.MAX_COURSES),
                        Stream.of(new CourseDefined(CHESS, "Chess", Capacity.seats(9))))
                .toArray(CourseEvent[]::new));
        var decision = when(given, new SubscribeStudent(CHESS, ANNA, ACT));
        assertThat(decision).isEqualTo(Decision.refuse("the student takes 5 courses already"));
    }

    @Test
    void a_course_that_is_not_there_takes_nobody() {
        var decision = when(given(), new SubscribeStudent(CHESS, ANNA, ACT));
        assertThat(decision).isEqualTo(Decision.refuse("there is no such course"));
    }

    @Test
    void a_course_is_defined_once() {
        var given = given(new CourseDefined(CHESS, "Chess", Capacity.seats(1)));
        var decision = when(given, new DefineCourse(CHESS, "Draughts", Capacity.seats(2), ACT));
        assertThat(decision).isEqualTo(Decision.refuse("the course is defined already"));
    }

    @Test
    void a_state_is_kept_and_read_as_it_was() {
        var state = given(new CourseDefined(CHESS, "Chess", Capacity.seats(2)), new StudentSubscribed(CHESS, BRAM));
        var format = EnrolledFormat.FORMAT;
        assertThat(format.read().apply(format.write().apply(state))).isEqualTo(state);
    }

    private static Enrolled given(CourseEvent... events) {
        return Arrays.stream(events).reduce(Enrolled.NONE, Enrolled::after, (_, last) -> last);
    }

    private static Decision when(Enrolled state, Command command) {
        return new Enrolment().decide(command, state);
    }
}
