/// What may be asked, and what it comes to: decided on what was read, without clock, chance or input.
@NullMarked
package f6.publishing.command;

import org.jspecify.annotations.NullMarked;
