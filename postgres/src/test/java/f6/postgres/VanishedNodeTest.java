package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/// What the server is told, so that it lets go of what a node holds that is gone without a word or stands still.
class VanishedNodeTest {
    @Test
    void a_machine_that_is_gone_is_noticed_within_a_minute() throws SQLException {
        try (Connection connection = TestServer.DATABASE.getConnection()) {
            assertThat(setting(connection, "tcp_keepalives_idle")).isEqualTo("30");
            assertThat(setting(connection, "tcp_keepalives_interval")).isEqualTo("10");
            assertThat(setting(connection, "tcp_keepalives_count")).isEqualTo("3");
            assertThat(setting(connection, "tcp_user_timeout")).isEqualTo("60000");
        }
    }

    @Test
    void the_lock_of_appends_is_not_kept_by_who_stands_still() throws SQLException {
        String schema = TestServer.freshSchema();
        PostgresEventStore.open(TestServer.DATABASE, schema).close();
        try (Connection connection = TestServer.DATABASE.getConnection()) {
            Log log = Log.of(connection, schema);
            connection.setAutoCommit(false);
            log.lock(connection, false);
            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("1min");
            connection.rollback();

            assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                    .isEqualTo("0");
            connection.rollback();
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
