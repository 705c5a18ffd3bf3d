/// What can be asked of a zone about what was so and what was known.
@NullMarked
package f6.zone.view;

import org.jspecify.annotations.NullMarked;
