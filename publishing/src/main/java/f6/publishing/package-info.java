/// A publishing platform: documents and editions, drafts and what readers see, on the log.
@NullMarked
package f6.publishing;

import org.jspecify.annotations.NullMarked;
