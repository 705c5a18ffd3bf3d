package f6.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a competitor runs: first unmeasured, then measured, its clients on threads of one kind.
record Span(Duration warmUp, Duration measured, Threads threads) {
    /// For those who go over the log once, however long that takes.
    static final Span ONE_PASS = new Span(Duration.ZERO, Duration.ZERO, Threads.VIRTUAL);

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(1);

    /// The same for all that run in this process.
    enum Threads {
        VIRTUAL,
        PLATFORM;

        ExecutorService start() {
            return switch (this) {
                case VIRTUAL -> Executors.newVirtualThreadPerTaskExecutor();
                case PLATFORM -> Executors.newCachedThreadPool();
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Half as long.
    Span half() {
        return new Span(warmUp, measured.dividedBy(2), threads);
    }

    /// What the user may say of it.
    static final class Choice {
        @Option(names = "--seconds", paramLabel = "N", description = "Seconds for each competitor in a round (4).")
        private @Nullable Integer seconds;

        @Option(
                names = "--threads",
                paramLabel = "KIND",
                defaultValue = "virtual",
                description = "What clients in Java run on, virtual or platform threads (${DEFAULT-VALUE}).")
        @SuppressWarnings("NullAway.Init") // by picocli
        private Threads threads;

        Span span(Settings settings) {
            settings.require(seconds == null || (seconds >= 1 && seconds <= 600), "--seconds is 1 to 600");
            Duration measured = Duration.ofSeconds(seconds != null ? seconds : settings.quick ? 1 : 4);
            Duration half = measured.dividedBy(2);
            return new Span(half.compareTo(LONGEST_WARM_UP) > 0 ? LONGEST_WARM_UP : half, measured, threads);
        }
    }
}
