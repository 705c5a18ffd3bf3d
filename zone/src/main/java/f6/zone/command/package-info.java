/// What can be asked of a zone that changes its log.
@NullMarked
package f6.zone.command;

import org.jspecify.annotations.NullMarked;
