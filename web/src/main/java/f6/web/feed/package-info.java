/// The log of a zone to read along with: pages that any cache can keep, and a tail of what comes.
@NullMarked
package f6.web.feed;

import org.jspecify.annotations.NullMarked;
