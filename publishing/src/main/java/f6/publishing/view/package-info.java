/// What a platform shows of its documents.
@NullMarked
package f6.publishing.view;

import org.jspecify.annotations.NullMarked;
