package f6.postgres;

import java.time.Duration;

/// Is told of each transaction that appends shared, so that it can be counted. Called by the thread that leads,
/// while others wait: must be quick and throw nothing.
@FunctionalInterface
public interface BatchObserver {
    BatchObserver NONE = (_, _, _) -> {};

    /// @param appends that shared the transaction, those that were refused included
    /// @param events that they brought
    /// @param took from deciding to the commit
    void written(int appends, int events, Duration took);
}
