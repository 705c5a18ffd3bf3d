package f6.benchmarks;

/// What one competitor reached in one round.
///
/// @param rate events a second; 0 where nobody counts them
/// @param p50 half of the calls were answered within this many milliseconds
/// @param p99 all but one in a hundred were
record Run(double rate, double p50, double p99) {
    /// Of one call that went over that many events.
    static Run ofPass(int events, long nanos) {
        return new Run(events * 1e9 / nanos, nanos / 1e6, nanos / 1e6);
    }
}
