/// What every content store promises.
@NullMarked
package f6.contracts.content;

import org.jspecify.annotations.NullMarked;
