package f6.web;

import f6.zone.management.ZoneDefinitions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The definitions of the zones that a node serves, by the zone's name.
public record ManagedZones(Map<String, ZoneDefinitions> byName) {
    public static ManagedZones of(List<ZoneDefinitions> zones) {
        Map<String, ZoneDefinitions> byName = new LinkedHashMap<>();
        zones.forEach(definitions -> byName.put(definitions.zone().definition().name(), definitions));
        return new ManagedZones(byName);
    }
}
