package f6.web;

import static graphql.schema.GraphQLFieldDefinition.newFieldDefinition;
import static graphql.schema.GraphQLNonNull.nonNull;
import static graphql.schema.GraphQLObjectType.newObject;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.Zone;
import f6.zone.command.Batch;
import f6.zone.command.Command;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.definition.ZoneDefinition.View;
import f6.zone.view.EventPages;
import graphql.GraphQLException;
import graphql.Scalars;
import graphql.scalars.ExtendedScalars;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The GraphQL schema of one zone, made from its definition.
final class ZoneSchema {
    private static final GraphQLNonNull ID = nonNull(Scalars.GraphQLID);
    private static final GraphQLNonNull STRING = nonNull(Scalars.GraphQLString);
    private static final GraphQLInputObjectType CONDITION = GraphQLInputObjectType.newInputObject()
            .name("Condition")
            .description("What a field must be on the day asked about: give one of contains and present.")
            .field(field -> field.name("field").type(nonNull(Scalars.GraphQLString)))
            .field(field -> field.name("contains")
                    .description("Its value, an item of its list, or some of its members, however deep.")
                    .type(ExtendedScalars.Json))
            .field(field ->
                    field.name("present").description("Whether it has a value.").type(Scalars.GraphQLBoolean))
            .build();
    private static final GraphQLArgument GELDIG_OP = newArgument("geldigOp", TimeScalars.DATE)
            .description("The day asked about, at its end; today if left out.")
            .build();
    private static final GraphQLArgument BESCHIKBAAR_OP = newArgument("beschikbaarOp", TimeScalars.DATE_TIME)
            .description("By what was known at this instant; now if left out.")
            .build();
    private static final GraphQLArgument POSITION = newArgument("position", ExtendedScalars.GraphQLLong)
            .description("In place of beschikbaarOp: by what is in the log up to and including it.")
            .build();
    private static final GraphQLArgument FORMAL = newArgument("formal", ExtendedScalars.Json)
            .description("In place of position: the formal vector of an answer, such as {\"zone\": 12}.")
            .build();
    private static final GraphQLArgument ASSERTED = flag("asserted", "Count what waits for validation too.");

    private final ZoneDefinition definition;
    private final ZoneFetchers fetchers;
    private final GraphQlTypes types;
    private final GraphQLCodeRegistry.Builder code = GraphQLCodeRegistry.newCodeRegistry();
    private final ApiTypes api = new ApiTypes();
    private final GraphQLObjectType.Builder query = newObject().name("Query");
    private final GraphQLObjectType.Builder mutation = newObject().name("Mutation");

    private ZoneSchema(Zone zone) {
        this.definition = zone.definition();
        this.fetchers = new ZoneFetchers(zone);
        this.types = new GraphQlTypes(definition.schemas());
    }

    /// @throws InvalidValue when names of the definition collide in the schema
    static GraphQLSchema of(Zone zone) {
        try {
            return new ZoneSchema(zone).schema();
        } catch (GraphQLException e) {
            throw new InvalidValue("zone %s cannot be served, its names collide in GraphQL: %s"
                    .formatted(zone.definition().name(), e.getMessage()));
        }
    }

    private GraphQLSchema schema() {
        definition
                .views()
                .values()
                .forEach(view -> field(query, "Query", viewField(view).build(), fetchers.view(view)));
        events();
        history();
        commands();
        batch();
        return GraphQLSchema.newSchema()
                .query(query)
                .mutation(mutation)
                .codeRegistry(code.build())
                .build();
    }

    private void events() {
        query("event", "An event of this zone by its id.", api.event, fetchers::event, argument("id", ID));
        query(
                "events",
                "Events, claims, validations and corrections alike, oldest first unless asked otherwise. At most "
                        + EventPages.MAX_PAGE + " at a time; go on after the last one's position.",
                ApiTypes.listOf(api.event),
                fetchers::events,
                eventFilter());
        query(
                "eventPage",
                "The same, with where to go on.",
                nonNull(api.eventPage),
                fetchers::eventPage,
                eventFilter());
    }

    private static GraphQLArgument[] eventFilter() {
        return new GraphQLArgument[] {
            newArgument("objectId", Scalars.GraphQLID)
                    .description("That name it.")
                    .build(),
            argument("type", Scalars.GraphQLString),
            newArgument("source", Scalars.GraphQLID)
                    .description("The id of their source.")
                    .build(),
            newArgument("from", TimeScalars.DATE_TIME)
                    .description("Recorded then or later.")
                    .build(),
            newArgument("to", TimeScalars.DATE_TIME)
                    .description("Recorded before.")
                    .build(),
            BESCHIKBAAR_OP,
            POSITION,
            FORMAL,
            newArgument("after", ExtendedScalars.GraphQLLong)
                    .description("The last one of the page before, in the order asked.")
                    .build(),
            newArgument("limit", Scalars.GraphQLInt)
                    .defaultValueProgrammatic(100)
                    .build(),
            flag("newestFirst", "Begin with the last.")
        };
    }

    private void history() {
        query(
                "timeline",
                "All that was ever known of an object by a view, as rectangles of material and formal time.",
                nonNull(api.timeline),
                fetchers::timeline,
                argument("view", STRING),
                argument("id", ID),
                ASSERTED);
        query(
                "search",
                "The objects of which fields of a view are so, in law. At most " + KeptTimelines.MAX_FOUND
                        + " at a time; go on after the last one.",
                nonNull(api.found),
                fetchers::search,
                argument("view", STRING),
                argument("where", nonNull(GraphQLList.list(nonNull(CONDITION)))),
                GELDIG_OP,
                BESCHIKBAAR_OP,
                POSITION,
                FORMAL,
                argument("after", Scalars.GraphQLID),
                newArgument("limit", Scalars.GraphQLInt)
                        .defaultValueProgrammatic(100)
                        .build());
        query(
                "diff",
                "What is known at one formal moment otherwise than at another, in law: of an object, or of all.",
                nonNull(api.diff),
                fetchers::diff,
                newArgument("id", Scalars.GraphQLID)
                        .description("The object; all if left out.")
                        .build(),
                argument("fromTime", TimeScalars.DATE_TIME),
                newArgument("fromPosition", ExtendedScalars.GraphQLLong)
                        .description("In place of fromTime: what is in the log up to and including it.")
                        .build(),
                argument("fromFormal", ExtendedScalars.Json),
                newArgument("toTime", TimeScalars.DATE_TIME)
                        .description("Now, if neither this nor toPosition is given.")
                        .build(),
                argument("toPosition", ExtendedScalars.GraphQLLong),
                argument("toFormal", ExtendedScalars.Json));
        query(
                "explain",
                "Why a field of a view has its value; null when it never had one.",
                api.explanation,
                fetchers::explain,
                argument("view", STRING),
                argument("id", ID),
                argument("field", STRING),
                GELDIG_OP,
                BESCHIKBAAR_OP,
                POSITION,
                FORMAL,
                ASSERTED);
        query(
                "history",
                "What was done about an object, in the order of the log.",
                ApiTypes.listOf(api.deed),
                fetchers::history,
                argument("id", ID));
        query(
                "impact",
                "The decisions that relied on what an event changed, in the order of the log; null when there is no such"
                        + " event.",
                GraphQLList.list(nonNull(api.reliance)),
                fetchers::impact,
                argument("eventId", ID));
    }

    private void query(
            String name,
            String description,
            GraphQLOutputType type,
            DataFetcher<?> fetcher,
            GraphQLArgument... arguments) {
        field(
                query,
                "Query",
                newFieldDefinition()
                        .name(name)
                        .description(description)
                        .arguments(List.of(arguments))
                        .type(type)
                        .build(),
                fetcher);
    }

    private GraphQLFieldDefinition.Builder viewField(View view) {
        String name = GraphQlTypes.capitalised(view.name()) + "View";
        GraphQLObjectType.Builder type = newObject()
                .name(name)
                .description("The view %s of an object of kind %s.".formatted(view.name(), view.object()))
                .field(field -> field.name("id").type(ID))
                .field(field -> field.name("geldigOp")
                        .description("The day on the material axis that was asked about.")
                        .type(nonNull(TimeScalars.DATE)))
                .field(field -> field.name("position")
                        .description("The place on the formal axis: what was known up to and including it.")
                        .type(nonNull(ExtendedScalars.GraphQLLong)))
                .field(ApiTypes.formal("formal"))
                .field(field -> field.name("pending")
                        .description("Whether anything counts here that waits for validation.")
                        .type(nonNull(Scalars.GraphQLBoolean)))
                .field(field -> field.name("anomalies")
                        .description("Events that could not be applied, and why.")
                        .type(nonNull(GraphQLList.list(nonNull(Scalars.GraphQLString)))));
        definition
                .fields(view)
                .forEach((field, schema) -> type.field(newFieldDefinition()
                        .name(field)
                        .type(types.output(
                                GraphQlTypes.capitalised(view.object()) + GraphQlTypes.capitalised(field), schema))));
        return newFieldDefinition()
                .name(view.name())
                .description(
                        "What was so on a day (material axis), by what was known at a moment (formal axis); null when"
                                + " no event counts there.")
                .arguments(List.of(argument("id", ID), GELDIG_OP, BESCHIKBAAR_OP, POSITION, FORMAL, ASSERTED))
                .type(type);
    }

    private void commands() {
        definition.events().values().forEach(type -> {
            String name = type.type().name();
            command(
                    "record" + name,
                    "Claim that this happened.",
                    List.of(argument("input", nonNull(input(type)))),
                    given -> given.members("input").recordClaim(name));
        });
        command(
                "validate",
                "Accept or reject a claim, or a correction that waits.",
                onChain(
                        argument("decision", nonNull(api.decision)),
                        newArgument("effectiveFrom", TimeScalars.DATE)
                                .description("The first day on which what is accepted works.")
                                .build()),
                Arguments::validate);
        command(
                "correct",
                "Correct an event: give amend or amendOccurredAt, or retract.",
                onChain(
                        newArgument("amend", ExtendedScalars.Json)
                                .description("Members of the event's data to replace whole; null removes one.")
                                .build(),
                        argument("amendOccurredAt", TimeScalars.DATE_TIME),
                        flag("retract", "Take its force away.")),
                Arguments::correct);
    }

    private void batch() {
        field(
                mutation,
                "Mutation",
                newFieldDefinition()
                        .name("batch")
                        .description("Does all of some commands, or none. Each is written as it is sent by its address,"
                                + " and sees what those before it record. At most " + Batch.MAX_COMMANDS + ".")
                        .argument(argument(CommandBody.BATCH, nonNull(GraphQLList.list(nonNull(ExtendedScalars.Json)))))
                        .type(GraphQLList.list(nonNull(api.recorded)))
                        .build(),
                fetchers::batch);
    }

    private static List<GraphQLArgument> onChain(GraphQLArgument... more) {
        return Stream.concat(
                        Stream.of(
                                argument("id", ID),
                                argument("eventId", ID),
                                newArgument("seen", ID)
                                        .description("The head of the event's chain that you have before you.")
                                        .build(),
                                argument("occurredAt", TimeScalars.DATE_TIME)),
                        Stream.of(more))
                .toList();
    }

    /// The command, and its preview.
    private void command(
            String name, String description, List<GraphQLArgument> arguments, Function<Arguments, Command> reader) {
        GraphQLFieldDefinition.Builder command = newFieldDefinition()
                .name(name)
                .description(description)
                .arguments(arguments)
                .argument(newArgument("previewToken", Scalars.GraphQLString)
                        .description("Of its preview: it is done only if the objects involved are as they were then."))
                .type(api.recorded);
        field(mutation, "Mutation", command.build(), fetchers.handle(reader));
        query(
                "preview" + GraphQlTypes.capitalised(name),
                "What this command would do: %s Nothing is stored.".formatted(description),
                nonNull(api.preview),
                fetchers.preview(reader),
                arguments.toArray(GraphQLArgument[]::new));
    }

    private GraphQLInputObjectType input(EventDefinition type) {
        String name = type.type().name();
        GraphQLInputType data = types.input(name + "Data", type.schema());
        return GraphQLInputObjectType.newInputObject()
                .name("Record" + name + "Input")
                .field(field -> field.name("id")
                        .description("The event's id, a UUID of your making: the same command twice is done once.")
                        .type(nonNull(Scalars.GraphQLID)))
                .field(field -> field.name("version").type(Scalars.GraphQLString))
                .field(field -> field.name("occurredAt")
                        .description("The time of the act; now if left out.")
                        .type(TimeScalars.DATE_TIME))
                .field(field -> field.name("references")
                        .description("The events that this one builds on.")
                        .type(GraphQLList.list(nonNull(Scalars.GraphQLID))))
                .field(field -> field.name("data").type(nonNull(data)))
                .build();
    }

    private static GraphQLArgument.Builder newArgument(String name, GraphQLInputType type) {
        return GraphQLArgument.newArgument().name(name).type(type);
    }

    private static GraphQLArgument argument(String name, GraphQLInputType type) {
        return newArgument(name, type).build();
    }

    private static GraphQLArgument flag(String name, String description) {
        return newArgument(name, Scalars.GraphQLBoolean)
                .description(description)
                .defaultValueProgrammatic(false)
                .build();
    }

    private void field(
            GraphQLObjectType.Builder type, String parent, GraphQLFieldDefinition field, DataFetcher<?> fetcher) {
        code.dataFetcher(FieldCoordinates.coordinates(parent, field.getName()), fetcher);
        type.field(field);
    }
}
