package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import java.util.Optional;

/// What one attribute is known to have been through a stretch of reality, before and after.
///
/// @param from inclusive
/// @param until exclusive; [MaterialTime#END]: for ever
/// @param before empty where it was absent
/// @param after empty where it is absent; never equal to what was before
/// @param cause the claim or fact that gives it the new value, if any does
public record Change(
        String attribute,
        MaterialTime from,
        MaterialTime until,
        Optional<Object> before,
        Optional<Object> after,
        Optional<EventId> cause) {
    /// Whether it changes what was so at a moment.
    public boolean contains(MaterialTime material) {
        return from.compareTo(material) <= 0 && (material.compareTo(until) < 0 || until.equals(MaterialTime.END));
    }
}
