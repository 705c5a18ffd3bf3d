package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.Zone;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.view.Deed;
import f6.zone.view.Diff;
import f6.zone.view.ViewTimeline;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Translates GraphQL's arguments to the zone's commands and questions, and what comes of them to GraphQL's
/// values.
final class ZoneFetchers {
    private final Zone zone;
    private final Answers answers;

    ZoneFetchers(Zone zone) {
        this.zone = zone;
        this.answers = new Answers(zone.definition().timeZone());
    }

    private static Arguments arguments(DataFetchingEnvironment call) {
        return Arguments.of(call.getArguments());
    }

    DataFetcher<?> view(View view) {
        return call -> {
            Access.mayRead(zone, source(call), view.name());
            Arguments asked = arguments(call);
            return zone.questions()
                    .state(view.name(), asked.objectId("id"), asked.day("geldigOp"), asked.known(), asked.reading())
                    .map(answer -> {
                        reads(call, "state", view.name(), List.of(answer.object()));
                        return Answers.view(answer);
                    })
                    .orElse(null);
        };
    }

    @Nullable
    Object event(DataFetchingEnvironment call) {
        Optional<StoredEvent> found = zone.event(arguments(call).eventId("id"));
        Access.mayReadEvent(zone, source(call), found);
        reads(call, "event", Subjects.ofEvents(found.stream().toList()));
        return found.map(stored ->
                        Answers.event(stored, heads(call, "head", stored.event().objects())))
                .orElse(null);
    }

    Object events(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        boolean newestFirst = Boolean.TRUE.equals(call.getArgument("newestFirst"));
        ReadOptions options = newestFirst ? ReadOptions.BACKWARD : ReadOptions.FORWARD;
        Long after = call.getArgument("after");
        Integer limit = call.getArgument("limit");
        options = options.limit(limit == null ? Zone.MAX_PAGE : limit);
        ObjectId object = arguments(call).objectId("objectId");
        List<StoredEvent> events = zone.events(object, after == null ? options : options.after(new Position(after)));
        reads(call, "events", Subjects.ofEvents(events));
        Function<StoredEvent, EventId> heads = heads(call, "head", List.of(object));
        return events.stream().map(stored -> Answers.event(stored, heads)).toList();
    }

    Object timeline(DataFetchingEnvironment call) {
        Arguments asked = arguments(call);
        String view = asked.requiredText("view");
        Access.mayRead(zone, source(call), view);
        ViewTimeline timeline = zone.questions().timeline(view, asked.objectId("id"), asked.reading());
        reads(call, "timeline", view, List.of(timeline.object()));
        return answers.timeline(view, timeline);
    }

    Object search(DataFetchingEnvironment call) {
        Arguments asked = arguments(call);
        String view = asked.requiredText("view");
        Access.mayRead(zone, source(call), view);
        KeptTimelines.Found found = asked.search(zone, view);
        reads(call, "search", view, found.objects());
        return Answers.found(found);
    }

    Object diff(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        Arguments asked = arguments(call);
        Diff diff = asked.optionalObjectId("id")
                .map(object -> zone.questions().diff(object, asked.from(), asked.to()))
                .orElseGet(() -> zone.questions().diff(asked.from(), asked.to()));
        reads(call, "diff", Subjects.of(diff));
        return answers.diff(diff);
    }

    @Nullable
    Object explain(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        Arguments asked = arguments(call);
        ObjectId object = asked.objectId("id");
        return zone.questions()
                .explain(
                        asked.requiredText("view"),
                        object,
                        asked.requiredText("field"),
                        asked.day("geldigOp"),
                        asked.known(),
                        asked.reading())
                .map(explained -> {
                    reads(call, "explain", Subjects.of(object, explained));
                    return answers.explanation(explained, heads(call, "chain/event/head", List.of(object)));
                })
                .orElse(null);
    }

    Object history(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        ObjectId object = arguments(call).objectId("id");
        List<Deed> history = zone.questions().history(object);
        reads(call, "history", Subjects.ofDeeds(object, history));
        return answers.history(history, heads(call, "event/head", List.of(object)));
    }

    @Nullable
    Object impact(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        return zone.impact(arguments(call).eventId("eventId"))
                .map(found -> {
                    reads(call, "impact", Subjects.ofReliance(found));
                    return Answers.impact(found, decisionHeads(call, "decision/head"));
                })
                .orElse(null);
    }

    /// The heads of the chains of these objects, read once and only if asked for.
    private Function<StoredEvent, EventId> heads(DataFetchingEnvironment call, String path, List<ObjectId> objects) {
        return call.getSelectionSet().contains(path) ? zone.heads(objects) : StoredEvent::id;
    }

    private Function<StoredEvent, EventId> decisionHeads(DataFetchingEnvironment call, String path) {
        return call.getSelectionSet().contains(path) ? zone::head : StoredEvent::id;
    }

    DataFetcher<?> handle(Function<Arguments, Command> reader) {
        return call -> {
            Arguments given = arguments(call);
            Command command = reader.apply(given);
            Outcome outcome = given.previewToken()
                    .map(token -> zone.handle(source(call), command, token))
                    .orElseGet(() -> zone.handle(source(call), command));
            return outcome(call, outcome);
        };
    }

    DataFetcher<?> preview(Function<Arguments, Command> reader) {
        return call -> switch (zone.preview(source(call), reader.apply(arguments(call)))) {
            case Preview.Foreseen foreseen -> foreseen(call, foreseen);
            case Preview.Ended ended -> outcome(call, ended.outcome());
        };
    }

    /// What a preview says of others is left out for those who may not read it, with an error in its place.
    private Object foreseen(DataFetchingEnvironment call, Preview.Foreseen foreseen) {
        boolean whole = zone.definition().authorityOf(source(call)).mayReadEvents();
        if (whole) {
            reads(call, "preview", Subjects.of(foreseen));
        }
        DataFetcherResult.Builder<Object> result = DataFetcherResult.newResult()
                .data(answers.preview(foreseen, whole, decisionHeads(call, "impact/decision/head")));
        for (String part : List.of("changes", "impact")) {
            if (!whole && call.getSelectionSet().contains(part)) {
                result.error(GraphQlErrors.of(
                        Failure.of(new NotAllowed("%s: are for those who may read events".formatted(part))),
                        call.getExecutionStepInfo().getPath().segment(part)));
            }
        }
        return result.build();
    }

    private void reads(DataFetchingEnvironment call, String name, String view, Collection<ObjectId> objects) {
        reads(call).add(zone, source(call), name, view, objects);
    }

    private void reads(DataFetchingEnvironment call, String name, Collection<ObjectId> objects) {
        reads(call).add(zone, source(call), name, objects);
    }

    private static Accountability.Reads reads(DataFetchingEnvironment call) {
        return Optional.ofNullable(call.getGraphQlContext().<Accountability.Reads>get(Accountability.Reads.class))
                .orElseThrow(() -> new IllegalStateException("a read that is not accounted for"));
    }

    private static Source source(DataFetchingEnvironment call) {
        return Optional.ofNullable(call.getGraphQlContext().<Source>get(Source.class))
                .orElseThrow(() -> new IllegalStateException("a command without a source"));
    }

    private Object outcome(DataFetchingEnvironment call, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded recorded ->
                Answers.recorded(
                        recorded.event(),
                        recorded.basis(),
                        call.getSelectionSet().contains("event/head") ? _ -> zone.head(recorded) : StoredEvent::id);
            case Outcome.Refused refused -> error(Failure.of(refused));
            case Outcome.Conflict conflict -> error(Failure.of(conflict));
        };
    }

    private static Object error(Failure failure) {
        return DataFetcherResult.newResult().error(GraphQlErrors.of(failure)).build();
    }
}
