package courses;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import courses.Command.SubscribeStudent;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.model.Decision;
import f6.eventstore.model.Outcome;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.postgres.EmbeddedServer;
import f6.postgres.PostgresEventStore;
import f6.postgres.Progress;
import f6.postgres.ProjectionStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentOnPostgresTest extends EnrolmentScenarios {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String VIEW = "subscriptions_by_course";

    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static HikariDataSource database;
    private static PostgresEventStore store;

    @BeforeAll
    static void open() {
        server = EmbeddedServer.start(folder);
        database = server.connect();
        store = PostgresEventStore.open(database, "courses", new UniqueTitles());
        store.projections().start(new SubscriptionsByCourse());
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
        server.close();
    }

    @Override
    EventStore store() {
        return store;
    }

    @Override
    Snapshots snapshots() {
        return store.snapshots();
    }

    @Test
    void no_two_courses_have_the_same_title() {
        assertThat(define(object(), "Chess", 5)).isInstanceOf(Outcome.Recorded.class);
        assertThat(define(object(), "Chess", 9)).isEqualTo(new Outcome.Refused("a course is called 'Chess' already"));
    }

    @Test
    void the_catalogue_says_how_full_a_course_is() throws SQLException {
        ObjectId course = course(2);
        assertThat(subscribe(course, object())).isInstanceOf(Outcome.Recorded.class);

        assertThat(store.projections().await(VIEW, store.head(), BOUND)).isTrue();
        assertThat(studentsOf(course)).isEqualTo(1);
        assertThat(store.projections().verify(VIEW, Progress.NONE).differences())
                .isEmpty();
    }

    // tag::operate[]
    @Test
    void the_catalogue_is_paused_and_goes_on_where_it_stood() throws SQLException {
        ObjectId course = course(2);
        var projections = store.projections();
        assertThat(projections.await(VIEW, store.head(), BOUND)).isTrue();

        projections.pause(VIEW);
        assertThat(subscribe(course, object())).isInstanceOf(Outcome.Recorded.class);
        assertThat(projections.status(VIEW).state()).isEqualTo(ProjectionStatus.State.PAUSED);
        assertThat(projections.status(VIEW).lag()).isPositive();
        assertThat(studentsOf(course)).isZero();

        projections.resume(VIEW);
        assertThat(projections.await(VIEW, store.head(), BOUND)).isTrue();
        assertThat(studentsOf(course)).isEqualTo(1);
        assertThat(projections.rebuild(VIEW, Progress.NONE).replaced()).isTrue();
    }
    // end::operate[]

    @Test
    void a_letter_lies_ready_if_and_only_if_the_student_is_in() throws SQLException {
        ObjectId course = course(1);
        execute("CREATE TABLE letter (student uuid)");
        assertThat(subscribeWithLetter(new SubscribeStudent(course, object(), Act.now(OFFICE))))
                .isTrue();
        assertThat(subscribeWithLetter(new SubscribeStudent(course, object(), Act.now(OFFICE))))
                .isFalse();
        assertThat(count("SELECT count(*) FROM letter")).isEqualTo(1);
    }

    // tag::own[]
    private static boolean subscribeWithLetter(SubscribeStudent command) throws SQLException {
        Enrolment enrolment = new Enrolment();
        Query boundary = enrolment.boundary(command);
        Position seen = store.head();
        Enrolled state = enrolment.initial();
        for (StoredEvent stored : store.read(boundary, ReadOptions.FORWARD).toList()) {
            state = enrolment.evolve(state, stored);
        }
        if (!(enrolment.decide(command, state) instanceof Decision.Accepted accepted)) {
            return false;
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var letter = connection.prepareStatement("INSERT INTO letter VALUES (?)")) {
                letter.setObject(1, command.student().value());
                letter.executeUpdate();
            }
            var condition = AppendCondition.noneMatchesAfter(boundary, seen);
            boolean in = store.append(connection, accepted.events(), condition) instanceof AppendResult.Appended;
            if (in) {
                connection.commit();
            } else {
                connection.rollback(); // and decide again, a bounded number of times
            }
            return in;
        }
    }
    // end::own[]

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int studentsOf(ObjectId course) throws SQLException {
        return count("SELECT students FROM courses_subscriptions_by_course.course WHERE id = '%s'".formatted(course));
    }
}
