/// The shapes that content may have.
@NullMarked
package f6.publishing.schema;

import org.jspecify.annotations.NullMarked;
