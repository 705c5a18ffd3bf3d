package f6.benchmarks;

import java.time.Duration;

/// How long a competitor runs: first unmeasured, then measured.
record Span(Duration warmUp, Duration measured) {}
