package f6.app;

import f6.web.client.ZoneClient;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// What is told to a node and asked of it, and what must come of it. The format is explained in the story of
/// Zonnendaal.
record Story(String title, Map<String, String> objects, List<Chapter> chapters) {
    record Chapter(String title, String zone, List<Step> steps) {}

    sealed interface Step {}

    /// @param name of the step; the event's id is made from it, so that it is the same every time
    /// @param of for a record: the event type; else the name of the step whose event is meant
    /// @param refused what the refusal must say, if it must be refused
    record Tell(
            Verb verb, String name, String as, String of, Map<String, @Nullable Object> with, Optional<Refusal> refused)
            implements Step {
        UUID eventId() {
            return UUID.nameUUIDFromBytes(("f6-story/" + name).getBytes(StandardCharsets.UTF_8));
        }
    }

    enum Verb {
        RECORD,
        ACCEPT,
        REJECT,
        AMEND,
        RETRACT
    }

    record Refusal(String code, String message) {}

    /// @param known the name of the step after which is asked; empty: now
    /// @param expect by path in the answer (`naam.geslachtsnaam`) the value; empty: there must be no state
    record Ask(
            String question,
            String as,
            String view,
            String object,
            Optional<String> on,
            Optional<String> known,
            Map<String, @Nullable Object> expect)
            implements Step {}

    static Story read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader text = Files.newBufferedReader(file)) {
            return new StoryReader(file).story(new Yaml(new SafeConstructor(options)).load(text));
        } catch (IOException e) {
            throw new UsageFailure("cannot read the story %s (%s)".formatted(file, e), e);
        } catch (YAMLException e) {
            throw new UsageFailure("%s is not YAML: %s".formatted(file, e.getMessage()), e);
        }
    }

    private record StoryReader(Path file) {
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
            if (step.containsKey("fact")) {
                String name = text(step, "step");
                return List.of(
                        tell(Verb.RECORD, name, text(step, "fact"), step),
                        new Tell(Verb.ACCEPT, name + "-akkoord", "ambtenaar", name, Map.of(), Optional.empty()));
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
            return new Tell(verb, name, optional(step, "as").orElse("ambtenaar"), of, with, refused);
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
}
