package f6.zone.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the events of an object come to: its fields, and beside them, under names that no field may have, what
/// there is to say of the state itself.
///
/// @param attributes as folded by [Fold]
public record ObjectState(Map<String, Object> attributes) {
    static final String EXISTS = "exists";
    static final String PENDING = "pending";
    static final String ANOMALIES = "anomalies";
    private static final Set<String> OF_THE_STATE = Set.of(EXISTS, PENDING, ANOMALIES);

    /// Whether an attribute is a field of the object, rather than something about its state.
    static boolean isField(String attribute) {
        return !OF_THE_STATE.contains(attribute);
    }

    /// What is known of the object.
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>(attributes);
        fields.keySet().removeAll(OF_THE_STATE);
        return fields;
    }

    /// Whether any event counts for it.
    public boolean exists() {
        return attributes.containsKey(EXISTS);
    }

    /// Whether anything counts that waits for validation.
    public boolean pending() {
        return attributes.containsKey(PENDING);
    }

    /// What could not be applied, and why; the state is what the rest comes to.
    public List<String> anomalies() {
        return attributes.get(ANOMALIES) instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }
}
