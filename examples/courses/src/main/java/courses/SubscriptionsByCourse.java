package courses;

import courses.CourseEvent.CourseDefined;
import courses.CourseEvent.StudentSubscribed;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.postgres.TableProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Which courses are there, and how full are they?
// tag::asynchronous[]
public final class SubscriptionsByCourse implements TableProjection {
    @Override
    public String name() {
        return "subscriptions_by_course";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Query query() {
        return Query.ofTypes(CourseEvent.COURSE_DEFINED, CourseEvent.STUDENT_SUBSCRIBED);
    }

    @Override
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE course (
                        id       uuid PRIMARY KEY,
                        title    text NOT NULL,
                        places   int  NOT NULL,
                        students int  NOT NULL DEFAULT 0
                    )""");
        }
    }

    @Override
    public void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        try (PreparedStatement define =
                        connection.prepareStatement("INSERT INTO course (id, title, places) VALUES (?, ?, ?)");
                PreparedStatement subscribe =
                        connection.prepareStatement("UPDATE course SET students = students + 1 WHERE id = ?")) {
            for (StoredEvent stored : events) {
                switch (CourseEvent.of(stored)) {
                    case CourseDefined defined -> {
                        define.setObject(1, defined.course().value());
                        define.setString(2, defined.title());
                        define.setInt(3, defined.capacity().students());
                        define.executeUpdate();
                    }
                    case StudentSubscribed subscribed -> {
                        subscribe.setObject(1, subscribed.course().value());
                        subscribe.executeUpdate();
                    }
                }
            }
        }
    }
}
// end::asynchronous[]
