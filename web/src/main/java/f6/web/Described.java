package f6.web;

import static f6.web.Operation.get;
import static f6.web.Operation.post;
import static f6.web.Schemas.DAY;
import static f6.web.Schemas.FLAG;
import static f6.web.Schemas.ID;
import static f6.web.Schemas.INSTANT;
import static f6.web.Schemas.POSITION;
import static f6.web.Schemas.TEXT;
import static f6.web.Schemas.listOf;

import f6.zone.view.EventPages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The operations of zones, described.
final class Described {
    private Described() {}

    /// A schema of the document by its name.
    static Map<String, Object> named(String schema) {
        return Map.of("$ref", OpenApiDocument.SCHEMAS + schema);
    }

    private static Operation shown(Operation operation, int status, String what, Map<String, ?> schema) {
        Map<String, Map<String, ?>> content = new LinkedHashMap<>();
        content.put(Represented.JSON, schema);
        content.put(Represented.HAL, named("Hal"));
        content.put(Represented.HAL_FORMS, named("Hal"));
        return operation.answers(status, what, content);
    }

    private static Stream<Operation.Parameter> moment() {
        return Stream.of(
                new Operation.Parameter(
                        "beschikbaarOp", "By what was known at this instant; now if left out.", INSTANT),
                new Operation.Parameter(
                        "position",
                        "In place of beschikbaarOp: by what is in the log up to and including it.",
                        POSITION),
                new Operation.Parameter(
                        "formal",
                        "In place of position: the formal vector of an answer, as zone=position, separated by commas.",
                        TEXT));
    }

    private static Operation.Parameter geldigOp() {
        return new Operation.Parameter("geldigOp", "The day asked about, at its end; today if left out.", DAY);
    }

    private static Operation.Parameter asserted() {
        return new Operation.Parameter("asserted", "Count what waits for validation too.", FLAG);
    }

    static Operation node(String path) {
        return shown(get(path, "getNode", "The zones of the node"), 200, "The zones, and links to them.", named("Hal"));
    }

    static Operation zone(String path) {
        return shown(
                get(path, "getZone", "What a zone has, and a form for each command that the source may send"),
                200,
                "Links and forms.",
                named("Hal"));
    }

    static Operation state(String path) {
        return shown(
                get(path, "getState", "The state of an object by a view")
                        .takes(Stream.concat(Stream.concat(Stream.of(geldigOp()), moment()), Stream.of(asserted()))),
                200,
                "The state. Fields without a value are left out.",
                named("State"));
    }

    static Operation timeline(String path) {
        return shown(
                get(path, "getTimeline", "All that was ever known of an object by a view")
                        .takes(Stream.of(asserted())),
                200,
                "The rectangles.",
                named("Timeline"));
    }

    static Operation explanation(String path) {
        return shown(
                get(path, "getExplanation", "Why a field has its value")
                        .takes(Stream.concat(Stream.concat(Stream.of(geldigOp()), moment()), Stream.of(asserted()))),
                200,
                "The rectangle, and the chain behind it.",
                named("Explanation"));
    }

    static Operation history(String path) {
        return shown(
                get(path, "getHistory", "What was done about an object"), 200, "The deeds.", listOf(named("Deed")));
    }

    static Operation diff(String path, String id) {
        return shown(
                get(path, id, "What is known at one moment otherwise than at another")
                        .takes("fromTime", "What was known at this instant.", INSTANT)
                        .takes("fromPosition", "In place of fromTime.", POSITION)
                        .takes("fromFormal", "In place of fromPosition: a formal vector.", TEXT)
                        .takes("toTime", "What was known at this instant; now if left out.", INSTANT)
                        .takes("toPosition", "In place of toTime.", POSITION)
                        .takes("toFormal", "In place of toPosition: a formal vector.", TEXT),
                200,
                "What became known otherwise, by object.",
                named("Diff"));
    }

    static Operation impact(String path) {
        return shown(
                get(path, "getImpact", "The decisions that relied on what an event changed"),
                200,
                "The decisions.",
                listOf(named("Reliance")));
    }

    static Operation search(String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("where", Conditions.SCHEMA);
        body.put("geldigOp", DAY);
        body.put("beschikbaarOp", INSTANT);
        body.put("position", POSITION);
        body.put("formal", named("FormalVector"));
        body.put("after", ID);
        body.put("limit", Map.of("type", "integer", "minimum", 1, "maximum", 1_000));
        return shown(
                post(path, "search", "The objects of which fields of a view are so")
                        .body(Schemas.object(body, List.of("where"))),
                200,
                "Their ids, in order.",
                named("Found"));
    }

    static Operation events(String path) {
        return shown(
                get(path, "listEvents", "Events by object, type, source and period, page by page")
                        .takes("object", "That name it.", ID)
                        .takes("type", "Of this type.", TEXT)
                        .takes("source", "Of the source with this id.", ID)
                        .takes("from", "Recorded then or later.", INSTANT)
                        .takes("to", "Recorded before.", INSTANT)
                        .takes("newestFirst", "Begin with the last.", FLAG)
                        .takes(moment())
                        .takes("after", "The `next` of the page before.", POSITION)
                        .takes(
                                "limit",
                                "How many at most; 100 if left out.",
                                Map.of("type", "integer", "minimum", 1, "maximum", EventPages.MAX_PAGE)),
                200,
                "A page.",
                named("EventPage"));
    }

    static Operation event(String path) {
        return shown(get(path, "getEvent", "An event by its id"), 200, "The event.", named("Event"));
    }

    static Operation commands(String path) {
        return shown(
                post(path, "sendCommand", "Does a command, or all of a batch or none")
                        .body(Map.of("anyOf", List.of(named("Command"), named("Batch")))),
                201,
                "What was recorded.",
                Map.of("anyOf", List.of(named("Recorded"), named("RecordedBatch"))));
    }

    static Operation previews(String path) {
        return shown(
                post(path, "previewCommand", "What a command would do").body(named("Command")),
                200,
                "What would come of it; what is recorded already, as it was recorded.",
                Map.of("anyOf", List.of(named("Preview"), named("Recorded"))));
    }

    static Operation graphQl(String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", TEXT);
        body.put("operationName", Map.of("type", List.of("string", "null")));
        body.put("variables", Map.of("type", List.of("object", "null")));
        body.put("extensions", Map.of("type", List.of("object", "null")));
        Map<String, Object> answer = Map.of(
                "type", "object", "properties", Map.of("data", Map.of(), "errors", listOf(Map.of("type", "object"))));
        return post(path, "graphQl", "Commands and questions by GraphQL")
                .body(Map.of("type", "object", "properties", body, "required", List.of("query")))
                .answers(
                        200,
                        "Data, errors or both.",
                        Map.of("application/graphql-response+json", answer, Represented.JSON, answer));
    }

    static Operation graphQlSchema(String path) {
        return get(path, "getGraphQlSchema", "The zone's schema in GraphQL's own language")
                .answers(200, "The schema.", TEXT, "text/plain");
    }
}
