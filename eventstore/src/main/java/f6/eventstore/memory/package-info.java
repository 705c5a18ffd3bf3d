/// The store in memory: the executable specification of the port.
@NullMarked
package f6.eventstore.memory;

import org.jspecify.annotations.NullMarked;
