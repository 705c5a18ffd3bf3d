package f6.benchmarks;

/// One who stores or reads events, and is measured like all others.
interface Competitor extends AutoCloseable {
    String name();

    /// Runs that many clients at once and waits for them.
    ///
    /// @throws BenchFailure when it could not
    Run run(int clients, Span span);

    @Override
    default void close() {}
}
