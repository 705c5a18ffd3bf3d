package f6.eventstore.model;

import f6.eventstore.event.EventData;
import f6.eventstore.event.InvalidValue;
import java.util.function.Function;

/// How the states of a decider are kept as data.
///
/// @param name of the decider: states of another with the same boundary are others
/// @param fingerprint of the folding code and of this format: change it with either, and what is kept is discarded
public record SnapshotFormat<S>(
        String name, String fingerprint, Function<S, EventData> write, Function<EventData, S> read) {
    public SnapshotFormat {
        InvalidValue.require(!name.isBlank() && !fingerprint.isBlank(), "a snapshot format needs name and fingerprint");
    }
}
