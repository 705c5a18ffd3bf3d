package f6.benchmarks;

/// Another event store, in the version that is named, set as its makers advise for speed. It keeps what it
/// promises by default: durable appends under a check.
interface Peer extends Foreign {
    /// What its append promises, and so what it has to be compared with.
    enum Promise {
        /// A condition may span several objects, or the global order has no gaps: as F6's.
        SPANS_OBJECTS_OR_GAPLESS(8),
        /// Only the version of one aggregate is checked, and the global order has gaps: less work than F6's.
        ONE_AGGREGATE(2.5);

        private final double required;

        Promise(double required) {
            this.required = required;
        }

        /// How many times as fast as such a peer F6 must be at 64 clients.
        double required() {
            return required;
        }
    }

    Promise promise();

    /// Stores as many events as are stored in F6 before it is measured, ten to an aggregate.
    void fill(int events);
}
