/// The node and its command line.
@NullMarked
package f6.app;

import org.jspecify.annotations.NullMarked;
