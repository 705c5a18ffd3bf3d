package f6.postgres;

import org.jspecify.annotations.Nullable;

/// The embedded server cannot do its work. The message says why and what to do.
public final class ServerFailure extends RuntimeException {
    ServerFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
