package f6.eventstore.timeline;

import f6.eventstore.event.Event;
import java.time.ZoneId;
import java.util.Optional;

/// How dates are read.
public interface Dating {
    /// The time zone in which dates begin and end.
    ZoneId timeZone();

    /// The date inside the data that says when it was so (the birth date itself), if the event's type declares
    /// one.
    ///
    /// @param event the claim or fact as it was recorded
    /// @param content what it says now
    Optional<PartialDate> dataDate(Event event, Content content);
}
