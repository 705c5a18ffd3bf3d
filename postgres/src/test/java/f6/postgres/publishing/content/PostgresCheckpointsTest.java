package f6.postgres.publishing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Position;
import f6.eventstore.store.StoreFailure;
import f6.postgres.TestDatabase;
import f6.publishing.content.Checkpoints;
import f6.publishing.content.Checkpoints.Held;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresCheckpointsTest {
    private final String schema = TestDatabase.freshSchema();
    private final Checkpoints checkpoints = PostgresCheckpoints.open(TestDatabase.pool(), schema);

    @Test
    void a_lane_goes_on_where_it_was_and_only_one_holds_it() {
        Checkpoints other = PostgresCheckpoints.open(TestDatabase.pool(), schema);
        try (Held held = checkpoints.hold("live-high").orElseThrow()) {
            assertThat(held.position()).isEqualTo(Position.START);
            held.advance(new Position(7));
            assertThat(other.hold("live-high")).isEmpty();
            try (Held low = other.hold("live-low").orElseThrow()) {
                assertThat(low.position()).isEqualTo(Position.START);
            }
        }
        try (Held held = other.hold("live-high").orElseThrow()) {
            assertThat(held.position()).isEqualTo(new Position(7));
        }
        assertThat(checkpoints.positions()).isEqualTo(Map.of("live-high", new Position(7)));
    }

    @Test
    void the_same_lane_of_another_log_is_another() {
        Checkpoints other = PostgresCheckpoints.open(TestDatabase.pool(), TestDatabase.freshSchema());
        try (Held held = checkpoints.hold("live-high").orElseThrow();
                Held also = other.hold("live-high").orElseThrow()) {
            held.advance(new Position(3));
            assertThat(also.position()).isEqualTo(Position.START);
        }
    }

    @Test
    void whose_connection_ends_loses_the_lane_and_cannot_move_it() throws SQLException {
        Held lost = checkpoints.hold("draft-low").orElseThrow();
        lost.advance(new Position(3));
        endHolders();
        try (Held next = checkpoints.hold("draft-low").orElseThrow()) {
            assertThatThrownBy(() -> lost.advance(new Position(9))).isInstanceOf(StoreFailure.class);
            assertThat(next.position()).isEqualTo(new Position(3));
        }
        assertThatThrownBy(lost::close).isInstanceOf(StoreFailure.class);
        assertThat(checkpoints.positions()).containsEntry("draft-low", new Position(3));
    }

    private void endHolders() throws SQLException {
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory'"
                    + " AND classid = '%s.presented'::regclass::oid".formatted(schema));
        }
    }
}
