/// Who changed what and when, and what it looked like then: the log, asked by object.
@NullMarked
package f6.publishing.audit;

import org.jspecify.annotations.NullMarked;
