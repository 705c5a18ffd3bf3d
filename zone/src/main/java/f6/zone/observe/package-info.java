/// What a zone tells of its work.
@NullMarked
package f6.zone.observe;

import org.jspecify.annotations.NullMarked;
