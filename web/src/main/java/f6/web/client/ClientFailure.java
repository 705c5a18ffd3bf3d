package f6.web.client;

import org.jspecify.annotations.Nullable;

/// A node could not be reached, has no answer, or answered something else than its API has.
public final class ClientFailure extends RuntimeException {
    private final int status;

    public ClientFailure(String message) {
        this(message, 0, null);
    }

    ClientFailure(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /// What the node answered by HTTP, where that was no answer in GraphQL's terms; 0 when it did not.
    public int status() {
        return status;
    }
}
