package f6.postgres.publishing;

import static f6.postgres.publishing.Platform.guide;
import static org.assertj.core.api.Assertions.assertThat;

import f6.postgres.Progress;
import f6.postgres.TestServer;
import f6.publishing.command.Command;
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
}
