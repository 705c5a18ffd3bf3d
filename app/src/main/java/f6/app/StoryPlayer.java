package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.app.Story.Ask;
import f6.app.Story.Chapter;
import f6.app.Story.Step;
import f6.app.Story.Tell;
import f6.web.client.ZoneClient;
import f6.web.client.ZoneClient.Answer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plays a story through a node's public API and shows what came of it. Playing it again is harmless: every event has
/// the same id as the first time.
final class StoryPlayer {
    /// The story goes another way than it should.
    static final class WrongAnswer extends RuntimeException {
        WrongAnswer(String message) {
            super(message);
        }
    }

    private final Story story;
    private final Function<String, ZoneClient> zones;
    private final Function<String, String> tokens;
    private final PrintStream out;
    /// By step: its event's id, the moment it was known from, and the root of its chain.
    private final Map<String, Tell> told = new HashMap<>();

    private final Map<String, String> knownFrom = new HashMap<>();
    private final Map<String, String> roots = new HashMap<>();
    /// By root: the latest event of the chain.
    private final Map<String, String> heads = new HashMap<>();
    private int recorded;
    private int refused;
    private int questions;

    /// @param zones a client by the zone's name
    /// @param tokens a token by the user's name
    StoryPlayer(Story story, Function<String, ZoneClient> zones, Function<String, String> tokens, PrintStream out) {
        this.story = story;
        this.zones = zones;
        this.tokens = tokens;
        this.out = out;
    }

    /// @throws WrongAnswer at the first thing that goes another way than the story says
    void play() {
        out.println(story.title());
        for (Chapter chapter : story.chapters()) {
            out.printf("%n%s  (%s)%n", chapter.title(), chapter.zone());
            play(chapter);
        }
        out.printf(
                "%n%d commands recorded, %d refused as they should be; %d questions, all answered right.%n",
                recorded, refused, questions);
    }

    private void play(Chapter chapter) {
        ZoneClient zone = zones.apply(chapter.zone());
        Table answers = new Table("question", "valid on", "known", "answer");
        for (Step step : chapter.steps()) {
            switch (step) {
                case Tell tell -> tell(zone, tell);
                case Ask ask -> ask(zone, ask, answers);
            }
        }
        answers.print(out);
    }

    private void tell(ZoneClient zone, Tell tell) {
        Answer answer = send(zone, tell);
        String what = "%-9s %ss %s".formatted(tell.as(), tell.verb().name().toLowerCase(Locale.ROOT), tell.of());
        if (tell.refused().isPresent()) {
            Story.Refusal expected = tell.refused().get();
            if (!expected.code().equals(answer.errorCode())
                    || !answer.errorText().contains(expected.message())) {
                throw new WrongAnswer("%s: expected a refusal %s with '%s', got %s %s"
                        .formatted(
                                tell.name(),
                                expected.code(),
                                expected.message(),
                                answer.errorCode(),
                                answer.errorText()));
            }
            refused++;
            out.printf("  - %-46s refused: %s%n", what, answer.errorText());
            return;
        }
        if (!answer.errors().isEmpty()) {
            throw new WrongAnswer("%s: not recorded: %s".formatted(tell.name(), answer.errorText()));
        }
        Map<String, @Nullable Object> event =
                object(object(answer.field("recorded")).get("event"));
        remember(tell, String.valueOf(event.get("createdAt")));
        recorded++;
        out.printf("  + %-46s #%s %s%n", what, event.get("position"), tell.name());
    }

    private void remember(Tell tell, String createdAt) {
        told.put(tell.name(), tell);
        knownFrom.put(tell.name(), createdAt);
        String root = tell.verb() == Story.Verb.RECORD ? tell.name() : roots.getOrDefault(tell.of(), tell.of());
        roots.put(tell.name(), root);
        heads.put(root, tell.name());
    }

    private Answer send(ZoneClient zone, Tell tell) {
        String token = tokens.apply(tell.as());
        Map<String, @Nullable Object> with = object(resolved(tell.with()));
        with.put("id", tell.eventId().toString());
        if (tell.verb() == Story.Verb.RECORD) {
            return zone.record(token, tell.of(), with);
        }
        Tell target = step(tell.of());
        with.put("eventId", target.eventId().toString());
        with.putIfAbsent(
                "seen",
                step(heads.getOrDefault(roots.getOrDefault(tell.of(), tell.of()), tell.of()))
                        .eventId()
                        .toString());
        return switch (tell.verb()) {
            case ACCEPT, REJECT -> {
                with.put("decision", tell.verb().name());
                yield zone.validate(token, with);
            }
            case RETRACT -> {
                with.put("retract", true);
                yield zone.correct(token, with);
            }
            case AMEND, RECORD -> zone.correct(token, with);
        };
    }

    private Tell step(String name) {
        Tell tell = told.get(name);
        if (tell == null) {
            throw new UsageFailure("the story names step '%s' before it was told".formatted(name));
        }
        return tell;
    }

    /// With `$name` replaced by the id of the object of that name.
    private @Nullable Object resolved(@Nullable Object value) {
        return switch (value) {
            case String text when text.startsWith("$") -> objectId(text.substring(1));
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((name, member) -> copy.put(String.valueOf(name), resolved(member)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(resolved(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private String objectId(String name) {
        String id = story.objects().get(name);
        if (id == null) {
            throw new UsageFailure("the story has no object '%s'".formatted(name));
        }
        return id;
    }

    private void ask(ZoneClient zone, Ask ask, Table answers) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("id", objectId(ask.object()));
        ask.on().ifPresent(day -> arguments.put("geldigOp", day));
        ask.known()
                .ifPresent(name ->
                        arguments.put("beschikbaarOp", knownFrom.get(step(name).name())));
        Answer answer = zone.state(tokens.apply(ask.as()), ask.view(), arguments);
        if (!answer.errors().isEmpty()) {
            throw new WrongAnswer("%s: %s".formatted(ask.question(), answer.errorText()));
        }
        String shown = check(ask, answer.field("state"));
        questions++;
        answers.add(
                ask.question(),
                ask.on().orElse("today"),
                ask.known().map(step -> "after " + step).orElse("now"),
                shown);
    }

    private String check(Ask ask, @Nullable Object state) {
        if (ask.expect().isEmpty()) {
            if (state != null) {
                throw new WrongAnswer("%s: expected nothing, got %s".formatted(ask.question(), state));
            }
            return "nothing";
        }
        return ask.expect().entrySet().stream()
                .map(expected -> {
                    Object wanted = resolved(expected.getValue());
                    Object found = at(state, expected.getKey());
                    if (!String.valueOf(wanted).equals(String.valueOf(found))) {
                        throw new WrongAnswer("%s: expected %s to be %s, got %s"
                                .formatted(ask.question(), expected.getKey(), wanted, found));
                    }
                    return found == null ? expected.getKey() + ": none" : named(found);
                })
                .collect(Collectors.joining(", "));
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        Object place = value;
        for (String step : path.split("\\.", -1)) {
            place = switch (place) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list
                when step.matches("\\d{1,4}") && Integer.parseInt(step) < list.size() ->
                    list.get(Integer.parseInt(step));
                case null, default -> null;
            };
        }
        return place;
    }

    /// With ids of objects shown as their names.
    private String named(Object value) {
        String text = String.valueOf(value);
        for (Map.Entry<String, String> object : story.objects().entrySet()) {
            text = text.replace(object.getValue(), object.getKey());
        }
        return text;
    }
}
