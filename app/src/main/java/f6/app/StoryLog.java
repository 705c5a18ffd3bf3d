package f6.app;

import f6.app.Story.Tell;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was told so far, so that later steps may name it: steps for their events, names for ids.
final class StoryLog {
    /// @param position of its event, in its zone
    private record Told(Tell tell, String zone, String position, String createdAt) {}

    private final Story story;
    private final Map<String, Told> told = new HashMap<>();
    /// By event id, and by zone and position: the step.
    private final Map<String, String> steps = new HashMap<>();

    private final Map<String, String> roots = new HashMap<>();
    /// By root: the latest event of the chain.
    private final Map<String, String> heads = new HashMap<>();

    StoryLog(Story story) {
        this.story = story;
    }

    void remember(Tell tell, String zone, Map<String, @Nullable Object> event) {
        String position = String.valueOf(event.get("position"));
        told.put(tell.name(), new Told(tell, zone, position, String.valueOf(event.get("createdAt"))));
        steps.put(tell.eventId().toString(), tell.name());
        steps.put(zone + " " + position, tell.name());
        String root = tell.verb() == Story.Verb.RECORD ? tell.name() : root(tell.of());
        roots.put(tell.name(), root);
        heads.put(root, tell.name());
    }

    private String root(String step) {
        return roots.getOrDefault(step, step);
    }

    /// The latest event of the chain that a step's event is in.
    String head(String step) {
        return eventId(heads.getOrDefault(root(step), step));
    }

    String eventId(String step) {
        return told(step).tell().eventId().toString();
    }

    /// The instant from which on a step's event was known.
    String knownFrom(String step) {
        return told(step).createdAt();
    }

    private Told told(String step) {
        Told known = told.get(step);
        if (known == null) {
            throw new UsageFailure("the story names step '%s' before it was told".formatted(step));
        }
        return known;
    }

    /// The step of an event; what stands for it in the log, if none told of it.
    String stepOf(String eventId) {
        return steps.getOrDefault(eventId, eventId);
    }

    String stepAt(String zone, String position) {
        return steps.getOrDefault(zone + " " + position, "#" + position);
    }

    /// With `$name` replaced by the id of the object of that name.
    @Nullable
    Object resolved(@Nullable Object value) {
        return switch (value) {
            case String text when text.startsWith("$") -> objectId(text.substring(1));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, member) -> copy.put(String.valueOf(name), resolved(member)));
                yield copy;
            }
            case List<?> list -> list.stream().map(this::resolved).toList();
            case null, default -> value;
        };
    }

    String objectId(String name) {
        String id = story.objects().get(name);
        if (id == null) {
            throw new UsageFailure("the story has no object '%s'".formatted(name));
        }
        return id;
    }

    /// With ids of objects shown as their names.
    String named(Object value) {
        String text = String.valueOf(value);
        for (Map.Entry<String, String> object : story.objects().entrySet()) {
            text = text.replace(object.getValue(), object.getKey());
        }
        return text;
    }
}
