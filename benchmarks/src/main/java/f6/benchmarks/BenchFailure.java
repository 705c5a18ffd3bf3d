package f6.benchmarks;

import org.jspecify.annotations.Nullable;

/// A measurement could not be made. The message says why and what to do.
final class BenchFailure extends RuntimeException {
    BenchFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
