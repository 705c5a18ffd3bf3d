package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.app.Expected.WrongAnswer;
import f6.app.Story.Ask;
import f6.app.Story.Diff;
import f6.app.Story.Explain;
import f6.app.Story.Foreseen;
import f6.app.Story.Impact;
import f6.app.Story.Timeline;
import f6.web.client.ZoneClient;
import f6.web.client.ZoneClient.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Asks a zone the questions of a story, and checks its answers. What it found is in tables, to be printed.
final class StoryQuestions {
    private static final String AS = "ambtenaar";

    private final ZoneClient zone;
    private final StoryLog log;
    private final Expected expected;
    private final Tokens tokens;
    private final Table states = new Table("question", "valid on", "known", "answer");
    private final List<Table> tables = new ArrayList<>(List.of(states));
    private int asked;

    /// A token by the user's name.
    interface Tokens {
        String of(String user);
    }

    StoryQuestions(ZoneClient zone, StoryLog log, Tokens tokens) {
        this.zone = zone;
        this.log = log;
        this.expected = new Expected(log);
        this.tokens = tokens;
    }

    List<Table> tables() {
        return tables;
    }

    /// How many were asked, and answered right.
    int asked() {
        return asked;
    }

    void ask(Ask ask) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("id", log.objectId(ask.object()));
        ask.on().ifPresent(day -> arguments.put("geldigOp", day));
        ask.known().ifPresent(step -> arguments.put("beschikbaarOp", log.knownFrom(step)));
        Object state = right(ask.question(), zone.state(tokens.of(ask.as()), ask.view(), arguments))
                .field("state");
        if (ask.expect().isEmpty() && state != null) {
            throw new WrongAnswer("%s: expected nothing, got %s".formatted(ask.question(), state));
        }
        String shown = ask.expect().isEmpty()
                ? "nothing"
                : String.join(", ", expected.check(ask.question(), ask.expect(), state));
        states.add(ask.question(), ask.on().orElse("today"), known(ask.known()), shown);
    }

    private static String known(Optional<String> step) {
        return step.map(name -> "after " + name).orElse("now");
    }

    private Answer right(String question, Answer answer) {
        if (!answer.errors().isEmpty()) {
            throw new WrongAnswer("%s: %s".formatted(question, answer.errorText()));
        }
        asked++;
        return answer;
    }

    void timeline(Timeline timeline) {
        Map<String, Object> arguments = Map.of("view", timeline.view(), "id", log.objectId(timeline.object()));
        Answer answer = right(timeline.question(), zone.timeline(tokens.of(AS), arguments));
        List<Map<String, @Nullable Object>> rectangles = new Answer(object(answer.field("timeline")), List.of())
                .list("rectangles").stream()
                        .filter(rectangle -> timeline.field().equals(rectangle.get("field")))
                        .map(this::withSteps)
                        .toList();
        expected.checkAll(timeline.question(), timeline.expect(), rectangles);
        Table table = new Table(timeline.question(), "valid from", "until", "known from", "until");
        for (int i = 0; i < rectangles.size(); i++) {
            Map<String, @Nullable Object> rectangle = rectangles.get(i);
            table.add(
                    shown(rectangle.get("value"), timeline.expect().get(i)),
                    Words.start(rectangle.get("from")),
                    Words.end(rectangle.get("until")),
                    String.valueOf(rectangle.get("since")),
                    Words.end(rectangle.get("superseded")));
        }
        tables.add(table);
    }

    /// With the steps that told of its events in place of these.
    private Map<String, @Nullable Object> withSteps(Map<String, @Nullable Object> rectangle) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(rectangle);
        named.computeIfPresent("since", (name, position) -> log.stepAt(zone.zone(), String.valueOf(position)));
        named.computeIfPresent("superseded", (name, position) -> log.stepAt(zone.zone(), String.valueOf(position)));
        named.computeIfPresent("cause", (name, id) -> log.stepOf(String.valueOf(id)));
        named.computeIfPresent("madeKnownBy", (name, id) -> log.stepOf(String.valueOf(id)));
        return named;
    }

    /// Of a value, the parts that the story looks at.
    private String shown(@Nullable Object value, Map<String, @Nullable Object> looked) {
        String parts = looked.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("value."))
                .map(entry -> String.valueOf(entry.getValue()))
                .collect(Collectors.joining(" "));
        return log.named(parts.isEmpty() ? Words.value(value) : parts);
    }

    void diff(Diff diff) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("id", log.objectId(diff.object()));
        arguments.put("fromTime", log.knownFrom(diff.from()));
        diff.to().ifPresent(step -> arguments.put("toTime", log.knownFrom(step)));
        Answer answer = right(diff.question(), zone.diff(tokens.of(AS), arguments));
        List<Map<String, @Nullable Object>> changes =
                changes(object(answer.field("diff")).get("objects"));
        expected.checkAll(diff.question(), diff.expect(), changes);
        Table table = new Table(diff.question(), "valid from", "until", "was known as -> is known as");
        changes.forEach(change -> table.add(
                String.valueOf(change.get("field")),
                Words.start(change.get("from")),
                Words.end(change.get("until")),
                log.named(Words.change(change.get("before"), change.get("after")))));
        tables.add(table);
    }

    /// The changes of all objects of an answer, each with the object that it is `of`.
    private List<Map<String, @Nullable Object>> changes(@Nullable Object objects) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("objects", objects);
        for (Map<String, @Nullable Object> changed : new Answer(answer, List.of()).list("objects")) {
            for (Map<String, @Nullable Object> change : new Answer(changed, List.of()).list("changes")) {
                Map<String, @Nullable Object> row = withSteps(change);
                row.put("of", changed.get("id"));
                all.add(row);
            }
        }
        return all;
    }

    void explain(Explain explain) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("view", explain.view());
        arguments.put("id", log.objectId(explain.object()));
        arguments.put("field", explain.field());
        explain.on().ifPresent(day -> arguments.put("geldigOp", day));
        explain.known().ifPresent(step -> arguments.put("beschikbaarOp", log.knownFrom(step)));
        Answer answer = right(explain.question(), zone.explain(tokens.of(AS), arguments));
        Map<String, @Nullable Object> explanation = object(answer.field("explain"));
        List<String> value = expected.check(
                explain.question(),
                explain.is(),
                object(explanation.get("rectangle")).get("value"));
        List<Map<String, @Nullable Object>> chain = new Answer(explanation, List.of())
                .list("chain").stream().map(this::link).toList();
        expected.checkAll(explain.question(), explain.chain(), chain);
        Table table = new Table(explain.question(), "event", "kind", "by", "stands");
        for (Map<String, @Nullable Object> link : chain) {
            table.add(
                    table.isEmpty() ? String.join(", ", value) + ", since" : "and",
                    String.valueOf(link.get("event")),
                    String.valueOf(link.get("kind")).toLowerCase(Locale.ROOT),
                    String.valueOf(link.get("by")),
                    Words.standing(link));
        }
        tables.add(table);
    }

    private Map<String, @Nullable Object> link(Map<String, @Nullable Object> link) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(link);
        row.put("kind", object(link.get("event")).get("eventKind"));
        row.put("by", object(link.get("event")).get("eventSourceType"));
        row.put("event", stepOf(link.get("event")));
        return row;
    }

    private String stepOf(@Nullable Object event) {
        return log.stepOf(String.valueOf(object(event).get("id")));
    }

    void impact(Impact impact) {
        List<Map<String, @Nullable Object>> decisions =
                reliances(right(impact.question(), zone.impact(tokens.of(AS), log.eventId(impact.step())))
                        .field("impact"));
        expected.checkAll(impact.question(), impact.expect(), decisions);
        Table table = new Table(impact.question(), "effect", "touched", "rule said", "rule says now");
        decisions.forEach(decision -> table.add(
                String.valueOf(decision.get("decision")),
                String.valueOf(decision.get("effect")),
                touched(decision),
                Words.value(decision.get("before")),
                Words.value(decision.get("after"))));
        tables.add(table);
    }

    private static String touched(Map<String, @Nullable Object> decision) {
        return new Answer(decision, List.of())
                .list("touched").stream()
                        .map(read -> String.valueOf(read.get("field")))
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private List<Map<String, @Nullable Object>> reliances(@Nullable Object json) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("impact", json);
        return new Answer(answer, List.of())
                .list("impact").stream()
                        .map(reliance -> {
                            Map<String, @Nullable Object> row = new LinkedHashMap<>(reliance);
                            row.put("decision", stepOf(reliance.get("decision")));
                            row.computeIfPresent("through", (name, id) -> log.stepOf(String.valueOf(id)));
                            return row;
                        })
                        .toList();
    }

    /// Checks what a preview foresees.
    ///
    /// @return in words
    String foreseen(String step, Foreseen foreseen, Answer answer) {
        Map<String, @Nullable Object> preview =
                object(right("the preview of " + step, answer).field("preview"));
        return foreseen(step, foreseen, preview.get("changes"), preview.get("impact"));
    }

    /// Checks the same of what has been done already: a preview says what the command then does.
    String happened(String step, Foreseen foreseen, long position) {
        String token = tokens.of(AS);
        Answer diff = right(
                "the difference that %s made".formatted(step),
                zone.diff(token, Map.of("fromPosition", position - 1, "toPosition", position)));
        Answer impact = zone.impact(token, log.eventId(step)).orThrow();
        return foreseen(step, foreseen, object(diff.field("diff")).get("objects"), impact.field("impact"));
    }

    private String foreseen(String step, Foreseen foreseen, @Nullable Object objects, @Nullable Object impact) {
        List<Map<String, @Nullable Object>> changes = changes(objects);
        expected.checkAll("the changes that %s makes".formatted(step), foreseen.changes(), changes);
        List<Map<String, @Nullable Object>> decisions = reliances(impact);
        expected.checkAll("the impact of " + step, foreseen.impact(), decisions);
        return changes.stream()
                        .map(change ->
                                log.named(String.valueOf(change.get("of"))) + " " + log.named(Words.change(change)))
                        .collect(Collectors.joining("; "))
                + decisions.stream()
                        .map(decision -> "; %s: %s"
                                .formatted(
                                        decision.get("decision"),
                                        String.valueOf(decision.get("effect"))
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', ' ')))
                        .collect(Collectors.joining());
    }
}
