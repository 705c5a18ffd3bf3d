/// Events as they go out: one form for all who are told of them, and for files.
@NullMarked
package f6.web.event;

import org.jspecify.annotations.NullMarked;
