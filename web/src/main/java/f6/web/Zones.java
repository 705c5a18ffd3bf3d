package f6.web;

import f6.zone.Zone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The zones that a node serves, by name.
public record Zones(Map<String, Zone> byName) {
    public static Zones of(List<Zone> zones) {
        Map<String, Zone> byName = new LinkedHashMap<>();
        zones.forEach(zone -> byName.put(zone.definition().name(), zone));
        return new Zones(byName);
    }
}
