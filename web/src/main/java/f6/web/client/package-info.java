/// A client of a zone's API, on the JDK's HTTP client.
@NullMarked
package f6.web.client;

import org.jspecify.annotations.NullMarked;
