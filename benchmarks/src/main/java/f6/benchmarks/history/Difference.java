package f6.benchmarks.history;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Days for which one thing was known of a person at one formal moment and another at a later one.
///
/// @param until the first day on which it is no longer so
/// @param before null when no address was known
public record Difference(
        int person,
        LocalDate from,
        LocalDate until,
        @Nullable Address before,
        @Nullable Address after) {}
