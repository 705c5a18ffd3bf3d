/// The suites that every adapter of a publishing platform's ports passes.
@NullMarked
package f6.contracts.publishing;

import org.jspecify.annotations.NullMarked;
