package f6.benchmarks.history;

import java.time.LocalDate;

/// Days on which an address was someone's.
///
/// @param until the first day on which it is no longer so; [#FOREVER] when there is none
public record Stay(LocalDate from, LocalDate until, Address address) {
    /// The last day that dates in SQL have.
    public static final LocalDate FOREVER = LocalDate.of(9999, 12, 31);

    public Stay {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a stay from %s until %s".formatted(from, until));
        }
    }
}
