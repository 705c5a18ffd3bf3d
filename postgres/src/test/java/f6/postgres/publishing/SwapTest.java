package f6.postgres.publishing;

import static f6.postgres.publishing.Platform.guide;
import static org.assertj.core.api.Assertions.assertThat;

import f6.postgres.Progress;
import f6.postgres.TestServer;
import f6.publishing.command.Command;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// While views are made anew and take the place of the old ones, nobody who reads them notices.
@Timeout(300)
class SwapTest {
    private static final int READERS = 4;
    private static final int SWAPS = 10;

    private final String log = TestServer.freshSchema();
    private final Platform platform = Platform.on(log);

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void readers_read_on_while_views_are_replaced() throws Exception {
        for (int i = 1; i <= 20; i++) {
            platform.put(i, guide("/" + i));
            platform.publish(i);
        }
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Long>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    long read = 0;
                    while (!done.get()) {
                        assertThat(platform.views.content(Platform.document(3), Optional.empty()))
                                .isPresent();
                        assertThat(platform.views.byBasePath(List.of("/7"), false, Set.of(), Set.of()))
                                .hasSize(1);
                        assertThat(platform.shelves
                                        .read(new Command.Reads(Set.of(Platform.document(5)), Set.of("/9"), Set.of()))
                                        .documents())
                                .hasSize(2);
                        read++;
                    }
                    return read;
                }));
            }
            try {
                for (int i = 0; i < SWAPS; i++) {
                    assertThat(platform.store
                                    .projections()
                                    .replace(PublishingViews.NAME, Progress.NONE)
                                    .differences())
                            .isEmpty();
                }
            } finally {
                done.set(true);
            }
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    /// Who had read the names of the old tables may wait for one of them with another in hand, for which the one
    /// who drops them waits.
    @Test
    void a_reader_that_still_has_an_old_table_does_not_make_it_fail() throws Exception {
        platform.put(1, guide("/1"));
        for (String held : List.of("documents", "editions")) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                    Connection reader = TestServer.DATABASE.getConnection();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                read(statement, log + "_publishing." + held);
                Future<?> replacing =
                        threads.submit(() -> platform.store.projections().replace(PublishingViews.NAME, Progress.NONE));
                awaitDropThatWaits();
                try {
                    read(statement, log + "_publishing_old." + (held.equals("editions") ? "documents" : "editions"));
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("40P01");
                } finally {
                    reader.rollback();
                }
                var _ = replacing.get();
            }
        }
    }

    private static void read(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            assertThat(rows.next()).isTrue();
        }
    }

    private void awaitDropThatWaits() throws SQLException {
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query = '%s'"
                .formatted("DROP SCHEMA IF EXISTS " + log + "_publishing_old CASCADE");
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery(waiting)) {
                    if (row.next() && row.getInt(1) > 0) {
                        return;
                    }
                }
            }
        }
    }
}
