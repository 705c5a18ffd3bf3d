/// What an adapter must do to be one: suites to subclass.
@NullMarked
package f6.contracts;

import org.jspecify.annotations.NullMarked;
