package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.Zone;
import f6.zone.command.BatchOutcome;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.view.Deed;
import f6.zone.view.Diff;
import f6.zone.view.EventFilter;
import f6.zone.view.EventPage;
import f6.zone.view.EventPages;
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
    private final String name;

    ZoneFetchers(Zone zone) {
        this.zone = zone;
        this.answers = Answers.of(zone);
        this.name = zone.definition().name();
    }

    private static Arguments arguments(DataFetchingEnvironment call) {
        return Arguments.of(call.getArguments());
    }

    DataFetcher<?> view(View view) {
        return call -> {
            Access.mayRead(zone, source(call), view.name());
            Arguments asked = arguments(call);
            return zone.questions()
                    .state(view.name(), asked.objectId("id"), asked.day("geldigOp"), asked.known(name), asked.reading())
                    .map(answer -> {
                        reads(call, "state", view.name(), List.of(answer.object()));
                        return answers.view(answer);
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

    /// As a list: what cannot be one, because more had to be looked at, is refused.
    @Nullable
    Object events(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        Arguments asked = arguments(call);
        EventFilter filter = asked.eventFilter("objectId");
        EventPage page = read(asked, filter);
        reads(call, "events", Subjects.ofEvents(page.events()));
        InvalidValue.require(
                page.next().isEmpty() || page.events().size() >= asked.pageSize(),
                "/source: more than %d events would have to be looked at: ask eventPage"
                        .formatted(EventPages.MAX_LOOKED_AT));
        return answers.page(page, heads(call, "head", filter, page)).get("events");
    }

    Object eventPage(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        Arguments asked = arguments(call);
        EventFilter filter = asked.eventFilter("objectId");
        EventPage page = read(asked, filter);
        reads(call, "events", Subjects.ofEvents(page.events()));
        return answers.page(page, heads(call, "events/head", filter, page));
    }

    private EventPage read(Arguments asked, EventFilter filter) {
        return zone.questions().events(filter, asked.known(name), asked.newestFirst(), asked.after(), asked.pageSize());
    }

    private Function<StoredEvent, EventId> heads(
            DataFetchingEnvironment call, String path, EventFilter filter, EventPage page) {
        return call.getSelectionSet().contains(path) ? EventsEndpoint.heads(zone, filter, page) : StoredEvent::id;
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
        return answers.found(found, asked.pageSize());
    }

    Object diff(DataFetchingEnvironment call) {
        Access.mayReadEvents(zone, source(call));
        Arguments asked = arguments(call);
        Diff diff = asked.optionalObjectId("id")
                .map(object -> zone.questions().diff(object, asked.from(name), asked.to(name)))
                .orElseGet(() -> zone.questions().diff(asked.from(name), asked.to(name)));
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
                        asked.known(name),
                        asked.reading())
                .map(explained -> {
                    reads(call, "explain", Subjects.of(object, explained));
                    return answers.explanation(
                            explained,
                            call.getSelectionSet().contains("chain/event/head")
                                    ? zone.heads(List.of(object), explained.position())
                                    : StoredEvent::id);
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

    Object batch(DataFetchingEnvironment call) {
        return switch (zone.handle(source(call), CommandBody.batch(arguments(call)))) {
            case BatchOutcome.Recorded(var commands) ->
                commands.stream().map(one -> outcome(call, one)).toList();
            case BatchOutcome.Ended ended -> error(Failure.of(ended));
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

    private void reads(DataFetchingEnvironment call, String what, String view, Collection<ObjectId> objects) {
        reads(call).add(zone, source(call), what, view, objects);
    }

    private void reads(DataFetchingEnvironment call, String what, Collection<ObjectId> objects) {
        reads(call).add(zone, source(call), what, objects);
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
