/// All that a platform knows, in memory: the executable specification of the views.
@NullMarked
package f6.publishing.memory;

import org.jspecify.annotations.NullMarked;
