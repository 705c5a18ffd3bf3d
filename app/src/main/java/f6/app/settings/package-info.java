/// What a node can be told, where it may be said, and what holds.
@NullMarked
package f6.app.settings;

import org.jspecify.annotations.NullMarked;
