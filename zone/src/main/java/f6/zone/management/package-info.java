/// The definitions that a zone had, has and may take: proposed, checked, activated, rolled back, each as an event
/// in a log of its own.
@NullMarked
package f6.zone.management;

import org.jspecify.annotations.NullMarked;
