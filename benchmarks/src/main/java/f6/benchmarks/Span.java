package f6.benchmarks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How long a competitor runs: first unmeasured, then measured.
record Span(Duration warmUp, Duration measured) {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(1);

    private static Span of(Duration measured) {
        Duration half = measured.dividedBy(2);
        return new Span(half.compareTo(LONGEST_WARM_UP) > 0 ? LONGEST_WARM_UP : half, measured);
    }

    /// Half as long.
    Span half() {
        return new Span(warmUp, measured.dividedBy(2));
    }

    /// What the user may say of it.
    static final class Choice {
        @Option(names = "--seconds", paramLabel = "N", description = "Seconds for each competitor in a round (4).")
        private @Nullable Integer seconds;

        Span span(Settings settings) {
            settings.require(seconds == null || (seconds >= 1 && seconds <= 600), "--seconds is 1 to 600");
            return of(Duration.ofSeconds(seconds != null ? seconds : settings.quick ? 1 : 4));
        }
    }
}
