package f6.eventstore.timeline;

import java.util.List;
import java.util.Map;

/// How what counts for an object comes to its state: a pure, total fold. A state is a map of attributes; one that
/// is absent is not in it.
public interface Folding {
    /// The state before anything counts.
    ///
    /// @param anomalies what could not be read at all, and why
    Map<String, Object> initial(List<String> anomalies);

    /// The state after an entry. A state that was given out is never changed.
    Map<String, Object> apply(Map<String, Object> before, Entry entry);

    /// The state that some entries come to.
    default Map<String, Object> fold(Counted counted) {
        Map<String, Object> state = initial(counted.anomalies());
        for (Entry entry : counted.entries()) {
            state = apply(state, entry);
        }
        return state;
    }
}
