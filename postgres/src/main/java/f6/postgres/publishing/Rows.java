package f6.postgres.publishing;

import org.jspecify.annotations.Nullable;

/// Rows of a table, or some of its columns, on their way there.
interface Rows {
    /// @param row values in the order of the columns: JSON as its tree
    void add(@Nullable Object... row);
}
