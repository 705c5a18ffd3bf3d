package f6.eventstore.timeline;

import java.util.List;

/// What counts at a material and a formal moment.
///
/// @param entries in the order in which they are folded
/// @param anomalies what could not be read, and why
public record Counted(List<Entry> entries, List<String> anomalies) {
    public Counted {
        entries = List.copyOf(entries);
        anomalies = List.copyOf(anomalies);
    }
}
