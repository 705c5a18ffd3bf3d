/// Clients of what a publishing platform serves over HTTP.
@NullMarked
package f6.web.publishing.client;

import org.jspecify.annotations.NullMarked;
