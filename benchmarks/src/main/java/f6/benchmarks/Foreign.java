package f6.benchmarks;

/// A competitor of others' making. One that fails is left out from then on and told as a failure; the rest go on.
interface Foreign extends Competitor {
    /// The product and its version.
    String product();
}
