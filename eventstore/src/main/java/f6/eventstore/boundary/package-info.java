/// What a question or a decision about some objects rests on, read from a store.
@NullMarked
package f6.eventstore.boundary;

import org.jspecify.annotations.NullMarked;
