package courses;

import courses.Command.DefineCourse;
import courses.Command.SubscribeStudent;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.model.CommandLoop;
import f6.eventstore.model.Outcome;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.postgres.EmbeddedServer;
import f6.postgres.PostgresEventStore;
import f6.postgres.Progress;
import f6.postgres.Rebuilt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/// Runs a term of enrolment on a PostgreSQL of its own, in the folder that is given or in a temporary one.
public final class CourseCatalog {
    // tag::view[]
    private static final String OVERVIEW = """
            SELECT title, students, places FROM courses_subscriptions_by_course.course ORDER BY title""";

    private static void printOverview(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(OVERVIEW)) {
            while (row.next()) {
                IO.println("  %s: %d of %d".formatted(row.getString(1), row.getInt(2), row.getInt(3)));
            }
        }
    }
    // end::view[]

    // tag::outcome[]
    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded recorded ->
                "recorded at " + recorded.events().getLast().position();
            case Outcome.Refused refused -> "refused: " + refused.reason();
            case Outcome.Conflict conflict -> "too busy after %d attempts: try again".formatted(conflict.attempts());
        };
    }
    // end::outcome[]

    // tag::main[]
    static void main(String[] arguments) throws IOException, SQLException {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("courses");
        try (var server = EmbeddedServer.start(folder.toAbsolutePath());
                var database = server.connect();
                var store = PostgresEventStore.open(database, "courses", new UniqueTitles())) {
            CourseEvent.EVOLUTION.requireComplete(store);
            store.projections().start(new SubscriptionsByCourse());
            CommandLoop loop = new CommandLoop(store, store.snapshots());
            enrol(loop);
            report(store, database);
        }
    }
    // end::main[]

    // tag::commands[]
    private static void enrol(CommandLoop loop) {
        Enrolment enrolment = new Enrolment();
        Source office = new Source(UUID.randomUUID(), "registrar");
        ObjectId chess = new ObjectId(UUID.randomUUID());
        ObjectId anna = new ObjectId(UUID.randomUUID());
        ObjectId bram = new ObjectId(UUID.randomUUID());

        var define = new DefineCourse(chess, "Chess", Capacity.seats(1), Act.now(office));
        IO.println("define Chess:         " + told(loop.handle(enrolment, define)));
        var again = new DefineCourse(new ObjectId(UUID.randomUUID()), "Chess", Capacity.seats(9), Act.now(office));
        IO.println("define Chess again:   " + told(loop.handle(enrolment, again)));
        var first = new SubscribeStudent(chess, anna, Act.now(office));
        IO.println("subscribe Anna:       " + told(loop.handle(enrolment, first)));
        var twice = new SubscribeStudent(chess, anna, Act.now(office));
        IO.println("subscribe Anna again: " + told(loop.handle(enrolment, twice)));
        var late = new SubscribeStudent(chess, bram, Act.now(office));
        IO.println("subscribe Bram:       " + told(loop.handle(enrolment, late)));
    }
    // end::commands[]

    // tag::report[]
    private static void report(PostgresEventStore store, DataSource database) throws SQLException {
        if (store.projections().await("subscriptions_by_course", store.head(), Duration.ofSeconds(10))) {
            IO.println("the catalogue:");
            printOverview(database);
        }
        IO.println("the log:");
        store.read(Query.all(), ReadOptions.FORWARD)
                .forEach(stored -> IO.println(
                        "  %s %s".formatted(stored.position(), stored.event().type())));
        Rebuilt rebuilt = store.projections().rebuild("subscriptions_by_course", Progress.NONE);
        IO.println("replayed, the catalogue is " + (rebuilt.isEqual() ? "the same" : rebuilt.differences()));
    }
    // end::report[]

    private CourseCatalog() {}
}
