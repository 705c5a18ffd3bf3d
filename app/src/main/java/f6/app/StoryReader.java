package f6.app;

import f6.app.Story.Ask;
import f6.app.Story.Chapter;
import f6.app.Story.Diff;
import f6.app.Story.Explain;
import f6.app.Story.Foreseen;
import f6.app.Story.Impact;
import f6.app.Story.Refusal;
import f6.app.Story.Step;
import f6.app.Story.Tell;
import f6.app.Story.Timeline;
import f6.app.Story.Verb;
import f6.web.client.ZoneClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a story of YAML; the format is explained in the story of Zonnendaal.
record StoryReader(Path file) {
    Story story(@Nullable Object yaml) {
        Map<String, @Nullable Object> story = map(yaml);
        Map<String, String> objects = new LinkedHashMap<>();
        map(story.get("objects")).forEach((name, id) -> objects.put(name, String.valueOf(id)));
        return new Story(
                text(story, "title"),
                objects,
                list(story.get("chapters")).map(this::chapter).toList());
    }

    private Chapter chapter(@Nullable Object yaml) {
        Map<String, @Nullable Object> chapter = map(yaml);
        List<Step> steps = new ArrayList<>();
        list(chapter.get("steps")).forEach(step -> steps.addAll(steps(map(step))));
        return new Chapter(text(chapter, "title"), text(chapter, "zone"), steps);
    }

    private List<Step> steps(Map<String, @Nullable Object> step) {
        if (step.containsKey("ask")) {
            return List.of(ask(step));
        }
        if (step.containsKey("timeline")) {
            return List.of(new Timeline(
                    text(step, "question"),
                    text(step, "timeline"),
                    text(step, "of"),
                    text(step, "field"),
                    rows(step.get("expect"))));
        }
        if (step.containsKey("diff")) {
            return List.of(new Diff(
                    text(step, "question"),
                    text(step, "diff"),
                    text(step, "from"),
                    optional(step, "to"),
                    rows(step.get("expect"))));
        }
        if (step.containsKey("explain")) {
            return List.of(explain(step));
        }
        if (step.containsKey("impact")) {
            return List.of(new Impact(text(step, "question"), text(step, "impact"), rows(step.get("expect"))));
        }
        if (step.containsKey("fact")) {
            String name = text(step, "step");
            return List.of(
                    tell(Verb.RECORD, name, text(step, "fact"), step),
                    new Tell(
                            Verb.ACCEPT,
                            name + "-akkoord",
                            "ambtenaar",
                            name,
                            Map.of(),
                            Optional.empty(),
                            Optional.empty()));
        }
        for (Verb verb : Verb.values()) {
            String word = verb.name().toLowerCase(Locale.ROOT);
            if (step.containsKey(word)) {
                return List.of(tell(verb, text(step, "step"), text(step, word), step));
            }
        }
        throw new UsageFailure("%s: a step that neither tells nor asks: %s".formatted(file, step));
    }

    private Tell tell(Verb verb, String name, String of, Map<String, @Nullable Object> step) {
        Map<String, @Nullable Object> with = new LinkedHashMap<>(map(step.get("with")));
        Optional<Refusal> refused = Optional.ofNullable(step.get("refused"))
                .map(refusal -> new Refusal(text(map(refusal), "code"), text(map(refusal), "message")));
        Optional<Foreseen> preview = Optional.ofNullable(step.get("preview"))
                .map(foreseen -> new Foreseen(
                        rows(map(foreseen).get("changes")), rows(map(foreseen).get("impact"))));
        return new Tell(verb, name, optional(step, "as").orElse("ambtenaar"), of, with, preview, refused);
    }

    private Ask ask(Map<String, @Nullable Object> step) {
        return new Ask(
                text(step, "question"),
                optional(step, "as").orElse("ambtenaar"),
                text(step, "ask"),
                text(step, "of"),
                optional(step, "day"),
                optional(step, "known"),
                map(step.get("expect")));
    }

    private Explain explain(Map<String, @Nullable Object> step) {
        Map<String, @Nullable Object> expect = map(step.get("expect"));
        return new Explain(
                text(step, "question"),
                text(step, "explain"),
                text(step, "of"),
                text(step, "field"),
                optional(step, "day"),
                optional(step, "known"),
                map(expect.get("value")),
                rows(expect.get("chain")));
    }

    private static List<Map<String, @Nullable Object>> rows(@Nullable Object yaml) {
        return list(yaml).map(StoryReader::map).toList();
    }

    private String text(Map<String, @Nullable Object> map, String name) {
        return optional(map, name)
                .orElseThrow(() -> new UsageFailure("%s: '%s' is missing in %s".formatted(file, name, map)));
    }

    private static Optional<String> optional(Map<String, @Nullable Object> map, String name) {
        return Optional.ofNullable(map.get(name)).map(String::valueOf);
    }

    private static Stream<? extends @Nullable Object> list(@Nullable Object yaml) {
        return yaml instanceof List<?> list ? list.stream() : Stream.of();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object yaml) {
        return ZoneClient.object(yaml);
    }
}
