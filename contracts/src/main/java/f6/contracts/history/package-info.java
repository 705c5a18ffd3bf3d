/// What callers of a store were told, and whether it can all be true.
@NullMarked
package f6.contracts.history;

import org.jspecify.annotations.NullMarked;
