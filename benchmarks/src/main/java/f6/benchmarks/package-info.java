/// F6 beside others on one PostgreSQL. What each measure compares is in `docs/reference/benchmarks.md`.
@NullMarked
package f6.benchmarks;

import org.jspecify.annotations.NullMarked;
