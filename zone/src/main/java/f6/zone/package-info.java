/// The F6 zone: a register of what happened to people and addresses, kept by a definition that is data.
@NullMarked
package f6.zone;

import org.jspecify.annotations.NullMarked;
