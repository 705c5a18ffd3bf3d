/// What decisions rest on, and which of them rest on something that has changed.
@NullMarked
package f6.zone.impact;

import org.jspecify.annotations.NullMarked;
