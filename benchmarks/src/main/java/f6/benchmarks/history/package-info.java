/// The history of addresses that F6 and two other bitemporal stores are asked about, and those stores behind one
/// interface. What is measured is in `docs/reference/benchmarks.md`.
@NullMarked
package f6.benchmarks.history;

import org.jspecify.annotations.NullMarked;
