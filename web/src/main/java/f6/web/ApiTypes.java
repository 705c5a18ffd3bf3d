package f6.web;

import static graphql.schema.GraphQLNonNull.nonNull;
import static graphql.schema.GraphQLObjectType.newObject;

import f6.eventstore.event.EventKind;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Validation;
import f6.zone.impact.Reliance;
import f6.zone.view.Deed;
import graphql.Scalars;
import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The types of answers that every zone has, whatever its definition. Their fields are those of [Answers].
final class ApiTypes {
    private static final GraphQLOutputType ID = nonNull(Scalars.GraphQLID);
    private static final GraphQLOutputType STRING = nonNull(Scalars.GraphQLString);
    private static final GraphQLOutputType BOOLEAN = nonNull(Scalars.GraphQLBoolean);
    private static final GraphQLOutputType LONG = nonNull(ExtendedScalars.GraphQLLong);
    private static final GraphQLOutputType DATE_TIME = nonNull(TimeScalars.DATE_TIME);
    private static final String VECTOR =
            "The same as a formal vector: by zone, the position. Asked at it again, the answer is the same.";

    private final GraphQLEnumType basis = enumeration("Basis", Basis.class);
    private final GraphQLEnumType eventKind = enumeration("EventKind", EventKind.class);
    final GraphQLEnumType decision = enumeration("Decision", Validation.Decision.class);
    final GraphQLObjectType event = event();
    final GraphQLObjectType recorded = object(
            "Recorded",
            "A command was done.",
            field("event", nonNull(event), null),
            field("basis", basis, "On what ground a validation or correction works; NONE: it waits."));
    private final GraphQLObjectType rectangle = rectangle();
    final GraphQLObjectType timeline = object(
            "Timeline",
            "All that was ever known of an object by a view.",
            field("id", ID, null),
            field("view", STRING, null),
            field("position", LONG, "What was read: everything up to and including it."),
            formal("formal"),
            field("rectangles", listOf(rectangle), "Field by field, by when it came to be known."));
    final GraphQLObjectType found = object(
            "Found",
            "A page of the objects that were searched for.",
            field("position", LONG, "What was searched: everything up to and including it."),
            formal("formal"),
            field("ids", listOf(Scalars.GraphQLID), "In order."),
            field("next", Scalars.GraphQLID, "After which to go on; null when there are no more."));
    final GraphQLObjectType eventPage = object(
            "EventPage",
            "Some of the events that were asked for.",
            field("position", LONG, "What was read: everything up to and including it."),
            formal("formal"),
            field("events", listOf(event), "There may be none though more pages follow."),
            field("next", ExtendedScalars.GraphQLLong, "After which to go on; null when there are no more."));
    private final GraphQLObjectType change = change();
    private final GraphQLObjectType objectChanges = object(
            "ObjectChanges",
            "What is known otherwise of one object.",
            field("id", ID, null),
            field("changes", listOf(change), null));
    final GraphQLObjectType diff = object(
            "Diff",
            "What is known at one formal moment otherwise than at another, in law.",
            field("from", LONG, "Everything up to and including it was known before."),
            field("to", LONG, "Everything up to and including it is known after."),
            formal("fromFormal"),
            formal("toFormal"),
            field("objects", listOf(objectChanges), null));
    final GraphQLObjectType explanation = object(
            "Explanation",
            "Why a field has its value.",
            field("position", LONG, "By what was known: everything up to and including it."),
            formal("formal"),
            field("rectangle", nonNull(rectangle), "Where the value holds, on both axes."),
            field(
                    "chain",
                    listOf(link()),
                    "The claim or fact that gave it, with all that was said of that by then; empty where nothing did."));
    final GraphQLObjectType deed = deed();
    final GraphQLObjectType reliance = reliance();
    final GraphQLObjectType preview = object(
            "Preview",
            "What a command would do. Nothing is stored by asking.",
            field("event", nonNull(object("PreviewedEvent", "An event as it would be stored.", eventFields())), null),
            field("basis", basis, "On what ground a validation or correction would work; NONE: it would wait."),
            field(
                    "changes",
                    GraphQLList.list(nonNull(objectChanges)),
                    "What would become known otherwise, in law; nothing if it is recorded already; null for those who may"
                            + " not read events."),
            field(
                    "impact",
                    GraphQLList.list(nonNull(reliance)),
                    "The decisions that relied on that; null for those who may not read events."),
            field("token", STRING, "To send as previewToken, so that the command is done only if this is still so."));

    private GraphQLObjectType event() {
        List<GraphQLFieldDefinition> stored =
                List.of(field("position", LONG, null), field("createdAt", DATE_TIME, null));
        GraphQLFieldDefinition head = field("head", ID, "The head of its chain now: what to name as seen.");
        return object(
                "Event",
                null,
                Stream.of(Stream.of(eventFields()), stored.stream(), Stream.of(head))
                        .flatMap(fields -> fields)
                        .toArray(GraphQLFieldDefinition[]::new));
    }

    private GraphQLFieldDefinition[] eventFields() {
        return new GraphQLFieldDefinition[] {
            field("id", ID, null),
            field("occurredAt", DATE_TIME, null),
            field("objectIds", listOf(Scalars.GraphQLID), null),
            field("eventType", STRING, null),
            field("eventVersion", STRING, null),
            field("eventKind", nonNull(eventKind), null),
            field("eventSourceId", ID, null),
            field("eventSourceType", STRING, null),
            field("eventReference", listOf(Scalars.GraphQLID), null),
            field("eventData", nonNull(ExtendedScalars.Json), null)
        };
    }

    private static GraphQLObjectType rectangle() {
        return object(
                "Rectangle",
                "What a field was through a stretch of reality, by what was known through a stretch of the log.",
                field("field", STRING, null),
                field("value", ExtendedScalars.Json, null),
                field("from", TimeScalars.DATE, "The day of fromTime in the zone's time zone."),
                field("fromTime", TimeScalars.DATE_TIME, "Inclusive; null: from the beginning, or unknown."),
                field("until", TimeScalars.DATE, "The day of untilTime in the zone's time zone."),
                field("untilTime", TimeScalars.DATE_TIME, "Exclusive; null: for ever."),
                field("since", LONG, "The position from which on it was known; 0: nothing was known yet."),
                field("sinceTime", TimeScalars.DATE_TIME, "When that was recorded; null if since is 0."),
                field(
                        "superseded",
                        ExtendedScalars.GraphQLLong,
                        "The position from which on it was not; null: still so."),
                field("supersededTime", TimeScalars.DATE_TIME, "When that was recorded."),
                field("cause", Scalars.GraphQLID, "The claim or fact that gave the value."),
                field("madeKnownBy", Scalars.GraphQLID, "The event at since; null if that is 0."));
    }

    private static GraphQLObjectType change() {
        return object(
                "Change",
                "What a field is known to have been through a stretch of reality, before and after.",
                field("field", STRING, null),
                field("from", TimeScalars.DATE, "The day of fromTime in the zone's time zone."),
                field("fromTime", TimeScalars.DATE_TIME, "Inclusive; null: from the beginning, or unknown."),
                field("until", TimeScalars.DATE, "The day of untilTime in the zone's time zone."),
                field("untilTime", TimeScalars.DATE_TIME, "Exclusive; null: for ever."),
                field("before", ExtendedScalars.Json, "Null where it was absent."),
                field("after", ExtendedScalars.Json, "Null where it is absent."),
                field("cause", Scalars.GraphQLID, "The claim or fact that gives the new value, if any does."));
    }

    private GraphQLObjectType link() {
        return object(
                "Link",
                "An event of a chain, and how it stood.",
                field("event", nonNull(event), null),
                field("inForce", BOOLEAN, null),
                field("retracted", BOOLEAN, null),
                field("pending", BOOLEAN, "Whether it waits for someone competent."),
                field("verdict", decision, "Of the last validation of it that is in force."),
                field("effectiveFrom", TimeScalars.DATE, "As that validation has it."),
                field("anomaly", Scalars.GraphQLString, "Why it cannot be read, if so."));
    }

    private GraphQLObjectType deed() {
        return object(
                "Deed",
                "What was done about an object.",
                field("act", nonNull(enumeration("Act", Deed.Act.class)), null),
                field("event", nonNull(event), null),
                field("rootId", ID, "The claim or fact that the event is, or is about."),
                field("basis", basis, "On what ground a validation or correction works; NONE: it waits."),
                field("inForce", BOOLEAN, "Now."),
                field("retracted", BOOLEAN, "Now."),
                field("pending", BOOLEAN, "Now."),
                field("changes", listOf(change), "What became known otherwise of the object by it, in law."));
    }

    private GraphQLObjectType reliance() {
        GraphQLObjectType read = object(
                "Read",
                "What a decision looked at.",
                field("object", ID, null),
                field("field", STRING, null),
                field("absent", BOOLEAN, "Whether there was no value."));
        return object(
                "Reliance",
                "A decision that relied on what has changed.",
                field("decision", nonNull(event), null),
                field("inForce", BOOLEAN, null),
                field("effect", nonNull(enumeration("Effect", Reliance.Effect.class)), null),
                field("touched", listOf(read), "What it read and is known otherwise."),
                field("through", Scalars.GraphQLID, "The decision it builds on, if that is why it is named."),
                field("before", ExtendedScalars.Json, "What its rule came to."),
                field("after", ExtendedScalars.Json, "What its rule comes to."));
    }

    static GraphQLFieldDefinition formal(String name) {
        return field(name, nonNull(ExtendedScalars.Json), VECTOR);
    }

    static GraphQLOutputType listOf(GraphQLOutputType type) {
        return nonNull(GraphQLList.list(nonNull(type)));
    }

    private static GraphQLObjectType object(
            String name, @Nullable String description, GraphQLFieldDefinition... fields) {
        GraphQLObjectType.Builder type = newObject().name(name);
        if (description != null) {
            type.description(description);
        }
        return type.fields(List.of(fields)).build();
    }

    private static GraphQLFieldDefinition field(String name, GraphQLOutputType type, @Nullable String description) {
        GraphQLFieldDefinition.Builder field =
                GraphQLFieldDefinition.newFieldDefinition().name(name).type(type);
        if (description != null) {
            field.description(description);
        }
        return field.build();
    }

    private static <E extends Enum<E>> GraphQLEnumType enumeration(String name, Class<E> choices) {
        GraphQLEnumType.Builder type = GraphQLEnumType.newEnum().name(name);
        Arrays.stream(choices.getEnumConstants()).forEach(choice -> type.value(choice.name(), choice));
        return type.build();
    }
}
