/// A node as its users meet it: over HTTP.
@NullMarked
package f6.benchmarks.http;

import org.jspecify.annotations.NullMarked;
