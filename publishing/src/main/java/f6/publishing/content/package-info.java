/// The draft and live content stores: what readers meet at a path, and how it comes there.
@NullMarked
package f6.publishing.content;

import org.jspecify.annotations.NullMarked;
