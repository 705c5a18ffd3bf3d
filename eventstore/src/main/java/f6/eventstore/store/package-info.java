/// The port to the log: append under a condition, query, read.
@NullMarked
package f6.eventstore.store;

import org.jspecify.annotations.NullMarked;
