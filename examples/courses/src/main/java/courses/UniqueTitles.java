package courses;

import courses.CourseEvent.CourseDefined;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.Refusal;
import f6.postgres.TableProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Which titles are taken? Kept in the transaction of each append, so that no two courses can have the same.
// tag::synchronous[]
public final class UniqueTitles implements TableProjection {
    @Override
    public String name() {
        return "unique_titles";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Query query() {
        return Query.ofTypes(CourseEvent.COURSE_DEFINED);
    }

    @Override
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE taken (title text PRIMARY KEY, course uuid NOT NULL)");
        }
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        try (PreparedStatement take =
                connection.prepareStatement("INSERT INTO taken VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            for (StoredEvent stored : events) {
                if (CourseEvent.of(stored) instanceof CourseDefined defined) {
                    take.setString(1, defined.title());
                    take.setObject(2, defined.course().value());
                    if (take.executeUpdate() == 0) {
                        throw new Refusal("a course is called '%s' already".formatted(defined.title()));
                    }
                }
            }
        }
    }
}
// end::synchronous[]
