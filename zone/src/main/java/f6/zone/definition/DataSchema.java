package f6.zone.definition;

import f6.eventstore.event.EventData;
import java.util.List;

/// What event data must look like.
public interface DataSchema {
    /// @param path a JSON Pointer into the data
    record Violation(String path, String message) {}

    /// All that is wrong with the data; empty when nothing is.
    List<Violation> check(EventData data);
}
