package f6.zone.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the events of an object come to.
///
/// @param exists whether any event counts for it
/// @param pending whether anything counts that waits for validation
/// @param anomalies what could not be applied, and why; the state is what the rest comes to
public record ObjectState(
        Map<String, @Nullable Object> fields, boolean exists, boolean pending, List<String> anomalies) {}
