package f6.web.client;

import org.jspecify.annotations.Nullable;

/// A node could not be reached, or answered something else than its API has.
public final class ClientFailure extends RuntimeException {
    ClientFailure(String message) {
        this(message, null);
    }

    ClientFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
