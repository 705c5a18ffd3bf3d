package f6.zone.definition;

import f6.eventstore.event.Event;
import f6.eventstore.event.Source;
import f6.eventstore.timeline.Content;
import f6.eventstore.timeline.Dating;
import f6.eventstore.timeline.PartialDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a zone registers, and how.
///
/// @param name in kebab-case; names the zone in addresses and its schema in the database
/// @param fingerprint of all that states follow from: another one when the same events may come to other states
/// @param timeZone in which dates begin and end
/// @param objects by kind: the JSON Schema of each field that its state may have
/// @param births by kind, where it is declared: the field, and the place in it, of the date from which an object
/// is
/// @param processing why it is read
public record ZoneDefinition(
        String name,
        String version,
        String fingerprint,
        Organisation organisation,
        ZoneId timeZone,
        JsonSchemas schemas,
        Map<String, Map<String, Map<String, @Nullable Object>>> objects,
        Map<String, Pointer> births,
        Map<String, Authority> authorities,
        Map<String, EventDefinition> events,
        Map<String, View> views,
        Processing processing)
        implements Dating {
    /// @param oin the organisation's number in Dutch government, 20 digits
    public record Organisation(String name, String oin) {}

    /// Some fields of the state of one kind of object.
    public record View(String name, String object, Set<String> fields) {}

    /// What a source may do here.
    public Authority authorityOf(Source source) {
        return authorities.getOrDefault(source.type(), Authority.NONE);
    }

    /// The JSON Schema of each field that a view shows.
    public Map<String, Map<String, @Nullable Object>> fields(View view) {
        Map<String, Map<String, @Nullable Object>> shown =
                new LinkedHashMap<>(objects.getOrDefault(view.object(), Map.of()));
        shown.keySet().retainAll(view.fields());
        return shown;
    }

    /// The definition that reads an event, if it is of a type and a version that this zone knows. What the event
    /// says is to be asked for by [EventDefinition#current].
    public Optional<EventDefinition> of(Event event) {
        return Optional.ofNullable(events.get(event.type().name()))
                .filter(definition -> definition.upcasts().reach(event.version()));
    }

    @Override
    public Optional<PartialDate> dataDate(Event event, Content content) {
        return of(event)
                .flatMap(definition -> definition.dataDate(definition.current(event.version(), content.data())));
    }
}
