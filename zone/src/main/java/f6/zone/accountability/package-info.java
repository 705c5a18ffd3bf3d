/// Who read of whom, and who managed what: what a zone accounts for.
@NullMarked
package f6.zone.accountability;

import org.jspecify.annotations.NullMarked;
