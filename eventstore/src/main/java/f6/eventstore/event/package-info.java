/// What happened: events and the values they are made of. Every value checks itself; an invalid one cannot exist.
@NullMarked
package f6.eventstore.event;

import org.jspecify.annotations.NullMarked;
