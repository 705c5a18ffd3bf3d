/// Zones over HTTP.
@NullMarked
package f6.web;

import org.jspecify.annotations.NullMarked;
