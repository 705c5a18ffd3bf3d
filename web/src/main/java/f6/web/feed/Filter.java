package f6.web.feed;

import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.function.ServerRequest;

/// Which events are asked for: of one of the types (if any are named) and about one of the objects (if any are).
///
/// @param objects those that are named
/// @param text both as parameters of an address, always in the same order; empty for all events
record Filter(Query query, Set<ObjectId> objects, String text) {
    static final String TYPE = "type";
    static final String OBJECT = "object";
    static final String AFTER = "after";

    /// Of types, and of objects: who wants more reads everything.
    static final int MAX = 50;

    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");

    static Filter of(MultiValueMap<String, String> parameters) {
        SortedSet<String> types = new TreeSet<>();
        SortedSet<String> objects = new TreeSet<>();
        Set<EventType> named = read(parameters, TYPE, type -> {
            types.add(type);
            return new EventType(type);
        });
        Set<ObjectId> about = read(parameters, OBJECT, id -> {
            objects.add(id);
            return ObjectId.of(id);
        });
        List<Query.Item> items = about.isEmpty()
                ? List.of(new Query.Item(named, Set.of()))
                : about.stream()
                        .map(object -> new Query.Item(named, Set.of(object)))
                        .toList();
        List<String> text = new ArrayList<>();
        types.forEach(type -> text.add(TYPE + "=" + URLEncoder.encode(type, StandardCharsets.UTF_8)));
        objects.forEach(object -> text.add(OBJECT + "=" + object));
        return new Filter(new Query(items), about, String.join("&", text));
    }

    private static <T> Set<T> read(MultiValueMap<String, String> parameters, String name, Function<String, T> reader) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > MAX) {
            throw new InvalidValue("/%s: at most %d may be named".formatted(name, MAX));
        }
        try {
            return values.stream().map(reader).collect(Collectors.toSet());
        } catch (InvalidValue e) {
            throw new InvalidValue("/%s: %s".formatted(name, e.getMessage()));
        }
    }

    /// Refuses parameters that are not known.
    static void only(ServerRequest request, Set<String> known) {
        for (Map.Entry<String, List<String>> parameter : request.params().entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new InvalidValue("/%.60s: is not known here%s"
                        .formatted(parameter.getKey(), known.isEmpty() ? "" : "; use one of " + new TreeSet<>(known)));
            }
        }
    }

    /// The position behind which to begin.
    ///
    /// @param otherwise when none is given
    static Position after(ServerRequest request, Position otherwise) {
        List<String> values = request.params().getOrDefault(AFTER, List.of());
        return switch (values.size()) {
            case 0 -> otherwise;
            case 1 -> position("/after", values.getFirst());
            default -> throw new InvalidValue("/after: is given %d times".formatted(values.size()));
        };
    }

    static Position position(String place, String text) {
        if (!POSITION.matcher(text).matches()) {
            throw new InvalidValue(place + ": must be a position, a whole number from 0");
        }
        return new Position(Long.parseLong(text));
    }
}
