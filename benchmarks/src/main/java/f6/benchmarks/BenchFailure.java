package f6.benchmarks;

import org.jspecify.annotations.Nullable;

/// A measurement could not be made. The message says why and what to do.
public final class BenchFailure extends RuntimeException {
    public BenchFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
