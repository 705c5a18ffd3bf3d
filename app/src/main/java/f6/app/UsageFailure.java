package f6.app;

import org.jspecify.annotations.Nullable;

/// The user's fault: what was asked cannot be done so. The message says what to do; no stack trace is shown.
final class UsageFailure extends RuntimeException {
    UsageFailure(String message) {
        this(message, null);
    }

    UsageFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
