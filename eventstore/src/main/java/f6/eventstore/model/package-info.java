/// Deciding on the log: the command loop, snapshots, and formats of data that change over time.
@NullMarked
package f6.eventstore.model;

import org.jspecify.annotations.NullMarked;
