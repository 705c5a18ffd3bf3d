package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.app.Expected.WrongAnswer;
import f6.app.Story.Ask;
import f6.app.Story.Chapter;
import f6.app.Story.Diff;
import f6.app.Story.Explain;
import f6.app.Story.Foreseen;
import f6.app.Story.Impact;
import f6.app.Story.Step;
import f6.app.Story.Tell;
import f6.app.Story.Timeline;
import f6.web.client.ZoneClient;
import f6.web.client.ZoneClient.Answer;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plays a story through a node's public API and shows what came of it. Playing it again is harmless: every event
/// has the same id as the first time.
final class StoryPlayer {
    private final Story story;
    private final Function<String, ZoneClient> zones;
    private final StoryQuestions.Tokens tokens;
    private final PrintStream out;
    private final StoryLog log;
    private int recorded;
    private int refused;
    private int questions;

    /// @param zones a client by the zone's name
    StoryPlayer(Story story, Function<String, ZoneClient> zones, StoryQuestions.Tokens tokens, PrintStream out) {
        this.story = story;
        this.zones = zones;
        this.tokens = tokens;
        this.out = out;
        this.log = new StoryLog(story);
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
        StoryQuestions asking = new StoryQuestions(zone, log, tokens);
        for (Step step : chapter.steps()) {
            switch (step) {
                case Tell tell -> tell(zone, tell, asking);
                case Ask ask -> asking.ask(ask);
                case Timeline timeline -> asking.timeline(timeline);
                case Diff diff -> asking.diff(diff);
                case Explain explain -> asking.explain(explain);
                case Impact impact -> asking.impact(impact);
            }
        }
        asking.tables().forEach(table -> table.print(out));
        questions += asking.asked();
    }

    private void tell(ZoneClient zone, Tell tell, StoryQuestions asking) {
        Map<String, @Nullable Object> command = command(tell);
        // Played before: a preview would find nothing left to do.
        boolean done = tell.preview().isPresent()
                && zone.event(tokens.of(tell.as()), tell.eventId().toString())
                                .orThrow()
                                .field("event")
                        != null;
        if (!done) {
            tell.preview().ifPresent(foreseen -> preview(zone, tell, foreseen, command, asking));
        }
        Answer answer = send(zone, tell, command);
        String what = "%-9s %ss %s".formatted(tell.as(), tell.verb().name().toLowerCase(Locale.ROOT), tell.of());
        if (tell.refused().isPresent()) {
            requireRefused(tell, tell.refused().get(), answer);
            refused++;
            out.printf("  - %-46s refused: %s%n", what, answer.errorText());
            return;
        }
        if (!answer.errors().isEmpty()) {
            throw new WrongAnswer("%s: not recorded: %s".formatted(tell.name(), answer.errorText()));
        }
        Map<String, @Nullable Object> event =
                object(object(answer.field("recorded")).get("event"));
        log.remember(tell, zone.zone(), event);
        if (done) {
            long position = Long.parseLong(String.valueOf(event.get("position")));
            tell.preview().ifPresent(foreseen -> printForeseen(asking.happened(tell.name(), foreseen, position)));
        }
        recorded++;
        out.printf("  + %-46s #%s %s%n", what, event.get("position"), tell.name());
    }

    private static void requireRefused(Tell tell, Story.Refusal expected, Answer answer) {
        if (!expected.code().equals(answer.errorCode()) || !answer.errorText().contains(expected.message())) {
            throw new WrongAnswer("%s: expected a refusal %s with '%s', got %s %s"
                    .formatted(
                            tell.name(), expected.code(), expected.message(), answer.errorCode(), answer.errorText()));
        }
    }

    /// Has the command done with the preview's token, so that it does what was foreseen or nothing.
    private void preview(
            ZoneClient zone,
            Tell tell,
            Foreseen foreseen,
            Map<String, @Nullable Object> command,
            StoryQuestions asking) {
        String token = tokens.of(tell.as());
        Answer answer = switch (tell.verb()) {
            case RECORD -> zone.previewRecord(token, tell.of(), command);
            case ACCEPT, REJECT -> zone.previewValidate(token, command);
            case AMEND, RETRACT -> zone.previewCorrect(token, command);
        };
        printForeseen(asking.foreseen(tell.name(), foreseen, answer));
        command.put("previewToken", object(answer.field("preview")).get("token"));
    }

    private void printForeseen(String foreseen) {
        Iterator<String> lines = Table.wrapped(foreseen, Table.MAX_WIDTH - 15).iterator();
        out.println("  ? would make: " + lines.next());
        lines.forEachRemaining(line -> out.println(" ".repeat(15) + line));
    }

    private Map<String, @Nullable Object> command(Tell tell) {
        Map<String, @Nullable Object> command = object(log.resolved(tell.with()));
        command.put("id", tell.eventId().toString());
        if (tell.verb() != Story.Verb.RECORD) {
            command.put("eventId", log.eventId(tell.of()));
            command.putIfAbsent("seen", log.head(tell.of()));
        }
        switch (tell.verb()) {
            case ACCEPT, REJECT -> command.put("decision", tell.verb().name());
            case RETRACT -> command.put("retract", true);
            case AMEND, RECORD -> {}
        }
        return command;
    }

    private Answer send(ZoneClient zone, Tell tell, Map<String, @Nullable Object> command) {
        String token = tokens.of(tell.as());
        return switch (tell.verb()) {
            case RECORD -> {
                Optional<String> preview =
                        Optional.ofNullable(command.remove("previewToken")).map(String::valueOf);
                yield zone.record(token, tell.of(), command, preview);
            }
            case ACCEPT, REJECT -> zone.validate(token, command);
            case AMEND, RETRACT -> zone.correct(token, command);
        };
    }
}
