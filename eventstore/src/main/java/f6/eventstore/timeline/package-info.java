/// What was so, and what was known: claims, validations and corrections read at a material and a formal moment.
/// Pure and free of storage.
@NullMarked
package f6.eventstore.timeline;

import org.jspecify.annotations.NullMarked;
