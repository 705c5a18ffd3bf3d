package f6.eventstore.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folding of random logs: a name and an address that are set and ended, a trail that tells what was folded in
/// which order, and the ids of the events that could not be read, sorted.
final class Attributes implements Folding {
    static final String ANOMALIES = "anomalies";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Override
    public Map<String, Object> initial(List<String> anomalies) {
        return anomalies.isEmpty()
                ? Map.of()
                : Map.of(
                        ANOMALIES,
                        anomalies.stream().map(Attributes::id).sorted().toList());
    }

    private static String id(String anomaly) {
        Matcher found = ID.matcher(anomaly);
        return found.find() ? found.group() : anomaly;
    }

    @Override
    public Map<String, Object> apply(Map<String, Object> before, Entry entry) {
        if (!entry.root().event().objects().contains(WrittenLog.object(RandomLogs.OBJECT))) {
            return before;
        }
        Map<String, Object> after = new LinkedHashMap<>(before);
        entry.content().data().members().forEach((member, value) -> {
            if (member.equals("ends")) {
                after.remove(String.valueOf(value));
            } else if (value != null && !member.equals("date")) {
                after.put(member, value);
            }
        });
        List<Object> trail = new ArrayList<>();
        if (before.get("trail") instanceof List<?> former) {
            trail.addAll(former);
        }
        trail.add(entry.root().id() + (entry.pending() ? "?" : ""));
        after.put("trail", trail);
        return after;
    }
}
