package f6.web;

import static graphql.schema.GraphQLFieldDefinition.newFieldDefinition;
import static graphql.schema.GraphQLNonNull.nonNull;
import static graphql.schema.GraphQLObjectType.newObject;

import f6.eventstore.event.EventKind;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Validation;
import f6.zone.Zone;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.definition.ZoneDefinition.View;
import graphql.GraphQLException;
import graphql.Scalars;
import graphql.scalars.ExtendedScalars;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLSchema;
import java.util.Arrays;

/// The GraphQL schema of one zone, made from its definition.
final class ZoneSchema {
    private static final GraphQLOutputType EVENTS_ID = nonNull(Scalars.GraphQLID);

    private final ZoneDefinition definition;
    private final ZoneFetchers fetchers;
    private final GraphQlTypes types;
    private final GraphQLCodeRegistry.Builder code = GraphQLCodeRegistry.newCodeRegistry();
    private final GraphQLObjectType event;
    private final GraphQLOutputType recorded;

    private ZoneSchema(Zone zone) {
        this.definition = zone.definition();
        this.fetchers = new ZoneFetchers(zone);
        this.types = new GraphQlTypes(definition.schemas());
        this.event = eventType();
        this.recorded = recordedType();
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
        return GraphQLSchema.newSchema()
                .query(queries())
                .mutation(mutations())
                .codeRegistry(code.build())
                .build();
    }

    private GraphQLObjectType queries() {
        GraphQLObjectType.Builder query = newObject().name("Query");
        definition.views().values().forEach(view -> field(query, "Query", viewField(view), fetchers.view(view)));
        field(
                query,
                "Query",
                newFieldDefinition()
                        .name("event")
                        .description("An event of this zone by its id.")
                        .argument(argument -> argument.name("id").type(nonNull(Scalars.GraphQLID)))
                        .type(event),
                fetchers::event);
        field(
                query,
                "Query",
                newFieldDefinition()
                        .name("events")
                        .description("The events that name an object, claims, validations and corrections alike, oldest"
                                + " first unless asked otherwise. At most " + Zone.MAX_PAGE + " at a time; go on after"
                                + " the last one's position.")
                        .argument(argument -> argument.name("objectId").type(nonNull(Scalars.GraphQLID)))
                        .argument(argument -> argument.name("after").type(ExtendedScalars.GraphQLLong))
                        .argument(argument ->
                                argument.name("limit").type(Scalars.GraphQLInt).defaultValueProgrammatic(100))
                        .argument(argument -> argument.name("newestFirst")
                                .type(Scalars.GraphQLBoolean)
                                .defaultValueProgrammatic(false))
                        .type(nonNull(GraphQLList.list(nonNull(event)))),
                fetchers::events);
        return query.build();
    }

    private GraphQLFieldDefinition.Builder viewField(View view) {
        String name = GraphQlTypes.capitalised(view.name()) + "View";
        GraphQLObjectType.Builder type = newObject()
                .name(name)
                .description("The view %s of an object of kind %s.".formatted(view.name(), view.object()))
                .field(field -> field.name("id").type(EVENTS_ID))
                .field(field -> field.name("geldigOp")
                        .description("The day on the material axis that was asked about.")
                        .type(nonNull(TimeScalars.DATE)))
                .field(field -> field.name("position")
                        .description("The place on the formal axis: what was known up to and including it.")
                        .type(nonNull(ExtendedScalars.GraphQLLong)))
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
                .argument(argument -> argument.name("id").type(nonNull(Scalars.GraphQLID)))
                .argument(argument -> argument.name("geldigOp")
                        .description("The day asked about, at its end; today if left out.")
                        .type(TimeScalars.DATE))
                .argument(argument -> argument.name("beschikbaarOp")
                        .description("What was known at this instant; now if left out.")
                        .type(TimeScalars.DATE_TIME))
                .argument(argument -> argument.name("asserted")
                        .description("Count what waits for validation too.")
                        .type(Scalars.GraphQLBoolean)
                        .defaultValueProgrammatic(false))
                .type(type);
    }

    private GraphQLObjectType mutations() {
        GraphQLObjectType.Builder mutation = newObject().name("Mutation");
        definition
                .events()
                .values()
                .forEach(type -> field(mutation, "Mutation", recordField(type), fetchers.record(type)));
        field(
                mutation,
                "Mutation",
                command("validate", "Accept or reject a claim, or a correction that waits.")
                        .argument(argument -> argument.name("decision")
                                .type(nonNull(enumeration("Decision", Validation.Decision.class))))
                        .argument(argument -> argument.name("effectiveFrom")
                                .description("The first day on which what is accepted works.")
                                .type(TimeScalars.DATE)),
                fetchers::validate);
        field(
                mutation,
                "Mutation",
                command("correct", "Correct an event: give amend or amendOccurredAt, or retract.")
                        .argument(argument -> argument.name("amend")
                                .description("Members of the event's data to replace whole; null removes one.")
                                .type(ExtendedScalars.Json))
                        .argument(argument -> argument.name("amendOccurredAt").type(TimeScalars.DATE_TIME))
                        .argument(argument -> argument.name("retract")
                                .type(Scalars.GraphQLBoolean)
                                .defaultValueProgrammatic(false)),
                fetchers::correct);
        return mutation.build();
    }

    private GraphQLFieldDefinition.Builder recordField(EventDefinition type) {
        String name = type.type().name();
        GraphQLInputType data = types.input(name + "Data", type.schema());
        GraphQLInputObjectType input = GraphQLInputObjectType.newInputObject()
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
        return newFieldDefinition()
                .name("record" + name)
                .description("Claim that this happened.")
                .argument(argument -> argument.name("input").type(nonNull(input)))
                .type(recorded);
    }

    private GraphQLFieldDefinition.Builder command(String name, String description) {
        return newFieldDefinition()
                .name(name)
                .description(description)
                .argument(argument -> argument.name("id").type(nonNull(Scalars.GraphQLID)))
                .argument(argument -> argument.name("eventId").type(nonNull(Scalars.GraphQLID)))
                .argument(argument -> argument.name("seen")
                        .description("The head of the event's chain that you have before you.")
                        .type(nonNull(Scalars.GraphQLID)))
                .argument(argument -> argument.name("occurredAt").type(TimeScalars.DATE_TIME))
                .type(recorded);
    }

    private GraphQLObjectType eventType() {
        GraphQLObjectType.Builder type = newObject()
                .name("Event")
                .field(field -> field.name("id").type(EVENTS_ID))
                .field(field -> field.name("position").type(nonNull(ExtendedScalars.GraphQLLong)))
                .field(field -> field.name("createdAt").type(nonNull(TimeScalars.DATE_TIME)))
                .field(field -> field.name("occurredAt").type(nonNull(TimeScalars.DATE_TIME)))
                .field(field -> field.name("objectIds").type(nonNull(GraphQLList.list(nonNull(Scalars.GraphQLID)))))
                .field(field -> field.name("eventType").type(nonNull(Scalars.GraphQLString)))
                .field(field -> field.name("eventVersion").type(nonNull(Scalars.GraphQLString)))
                .field(field -> field.name("eventKind").type(nonNull(enumeration("EventKind", EventKind.class))))
                .field(field -> field.name("eventSourceId").type(nonNull(Scalars.GraphQLID)))
                .field(field -> field.name("eventSourceType").type(nonNull(Scalars.GraphQLString)))
                .field(field ->
                        field.name("eventReference").type(nonNull(GraphQLList.list(nonNull(Scalars.GraphQLID)))))
                .field(field -> field.name("eventData").type(nonNull(ExtendedScalars.Json)));
        type.field(field -> field.name("head")
                .description("The head of its chain now: what to name as seen.")
                .type(nonNull(Scalars.GraphQLID)));
        return type.build();
    }

    private GraphQLOutputType recordedType() {
        return newObject()
                .name("Recorded")
                .field(field -> field.name("event").type(nonNull(event)))
                .field(field -> field.name("basis")
                        .description("On what ground a validation or correction works; NONE: it waits.")
                        .type(enumeration("Basis", Basis.class)))
                .build();
    }

    private static <E extends Enum<E>> GraphQLEnumType enumeration(String name, Class<E> choices) {
        GraphQLEnumType.Builder type = GraphQLEnumType.newEnum().name(name);
        Arrays.stream(choices.getEnumConstants()).forEach(choice -> type.value(choice.name(), choice));
        return type.build();
    }

    private void field(
            GraphQLObjectType.Builder type,
            String parent,
            GraphQLFieldDefinition.Builder field,
            DataFetcher<?> fetcher) {
        GraphQLFieldDefinition made = field.build();
        code.dataFetcher(FieldCoordinates.coordinates(parent, made.getName()), fetcher);
        type.field(made);
    }
}
