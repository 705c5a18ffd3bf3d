package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.timeline.KnownAt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// By zone: up to and including which position its log was read. In JSON an object, in an address or a header a
/// dictionary of integers (RFC 9651 §3.2): `burgerlijke-stand=123, adreshuishouding=7`.
record FormalVector(Map<String, Position> positions) {
    static final String HEADER = "Formal-Vector";
    /// More zones than one answer can be made from.
    private static final int MAX_ZONES = 100;

    private static final Pattern ENTRY = Pattern.compile("\\s*([a-z][a-z0-9-]{0,99})=(\\d{1,15})\\s*");

    FormalVector {
        positions = Map.copyOf(positions);
    }

    static FormalVector of(String zone, Position position) {
        return new FormalVector(Map.of(zone, position));
    }

    /// @param value an object of JSON, or its text
    /// @throws InvalidValue when it is neither
    static FormalVector read(Object value) {
        return switch (value) {
            case String text -> read(text);
            case Map<?, ?> members -> read(members);
            default -> throw new InvalidValue("must be an object of positions by zone");
        };
    }

    private static FormalVector read(String text) {
        Map<String, Position> positions = new LinkedHashMap<>();
        for (String entry : text.split(",", MAX_ZONES + 1)) {
            Matcher parts = ENTRY.matcher(entry);
            if (!parts.matches() || positions.containsKey(parts.group(1))) {
                throw new InvalidValue("'%.80s' is no formal vector: write zone=position, and a comma before the next"
                        .formatted(text));
            }
            positions.put(parts.group(1), new Position(Long.parseLong(parts.group(2))));
        }
        return new FormalVector(positions);
    }

    private static FormalVector read(Map<?, ?> members) {
        InvalidValue.require(
                !members.isEmpty() && members.size() <= MAX_ZONES,
                "must name 1 to %d zones, not %d".formatted(MAX_ZONES, members.size()));
        Map<String, Position> positions = new LinkedHashMap<>();
        members.forEach((zone, position) -> {
            if (!(position instanceof Number number) || number.doubleValue() != number.longValue()) {
                throw new InvalidValue("the position in zone '%.60s' must be a whole number".formatted(zone));
            }
            positions.put(String.valueOf((Object) zone), new Position(number.longValue()));
        });
        return new FormalVector(positions);
    }

    /// What it says of a zone whose questions are about no other zone.
    ///
    /// @throws InvalidValue when it names others, or not this one
    KnownAt in(String zone) {
        for (String named : positions.keySet()) {
            InvalidValue.require(
                    named.equals(zone),
                    "names zone '%.60s', which no answer of zone %s is made from".formatted(named, zone));
        }
        Position position = positions.get(zone);
        if (position == null) {
            throw new InvalidValue("must name zone " + zone);
        }
        return KnownAt.upto(position);
    }

    Map<String, Long> json() {
        Map<String, Long> json = new TreeMap<>();
        positions.forEach((zone, position) -> json.put(zone, position.value()));
        return json;
    }

    /// As the value of a header or a parameter.
    @Override
    public String toString() {
        return json().entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
