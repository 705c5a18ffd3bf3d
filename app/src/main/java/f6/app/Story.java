package f6.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    /// @param preview what a preview must foresee, if one is asked for; the command is then done with its token
    /// @param refused what the refusal must say, if it must be refused
    record Tell(
            Verb verb,
            String name,
            String as,
            String of,
            Map<String, @Nullable Object> with,
            Optional<Foreseen> preview,
            Optional<Refusal> refused)
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

    /// @param changes what becomes known otherwise, each by path in the change
    /// @param impact the decisions that relied on it, each by path
    record Foreseen(List<Map<String, @Nullable Object>> changes, List<Map<String, @Nullable Object>> impact) {}

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

    /// All that was ever known of a field of an object.
    ///
    /// @param expect the rectangles in order, each by path
    record Timeline(
            String question, String view, String object, String field, List<Map<String, @Nullable Object>> expect)
            implements Step {}

    /// What is known otherwise of an object right after a step than right after an earlier one.
    ///
    /// @param to the later step; empty: now
    /// @param expect the changes in order, each by path
    record Diff(
            String question,
            String object,
            String from,
            Optional<String> to,
            List<Map<String, @Nullable Object>> expect)
            implements Step {}

    /// Why a field of an object has its value.
    ///
    /// @param on the day it is about; empty: today
    /// @param known the name of the step after which is asked; empty: now
    /// @param is by path in the value
    /// @param chain the events behind it in order, each by path
    record Explain(
            String question,
            String view,
            String object,
            String field,
            Optional<String> on,
            Optional<String> known,
            Map<String, @Nullable Object> is,
            List<Map<String, @Nullable Object>> chain)
            implements Step {}

    /// Which decisions relied on what the event of a step changed.
    ///
    /// @param expect the decisions in order, each by path
    record Impact(String question, String step, List<Map<String, @Nullable Object>> expect) implements Step {}

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
}
