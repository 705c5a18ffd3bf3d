/// Documents, their editions and links, and what events make of them.
@NullMarked
package f6.publishing.document;

import org.jspecify.annotations.NullMarked;
