package f6.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;

/// One operation of the API, as the OpenAPI document describes it. What is common to all (the version's header,
/// the problems, who may ask) the document adds.
///
/// @param path as it is routed, such as `/v1/{zone}/events/{id}`
/// @param id unique, in lower camel case
/// @param query what may stand in the query string
/// @param body its schema, if it takes one
/// @param open whether it is answered to anyone
public record Operation(
        HttpMethod method,
        String path,
        String id,
        String summary,
        List<Parameter> query,
        Optional<Map<String, ?>> body,
        List<Answer> answers,
        boolean open) {
    public static final String JSON = "application/json";

    /// @param schema by JSON Schema 2020-12
    public record Parameter(String name, String description, Map<String, ?> schema) {}

    /// @param content by media type, the schema; empty for an answer without a body
    public record Answer(int status, String description, Map<String, Map<String, ?>> content) {}

    public Operation {
        query = List.copyOf(query);
        answers = List.copyOf(answers);
    }

    public static Operation get(String path, String id, String summary) {
        return of(HttpMethod.GET, path, id, summary);
    }

    public static Operation post(String path, String id, String summary) {
        return of(HttpMethod.POST, path, id, summary);
    }

    public static Operation of(HttpMethod method, String path, String id, String summary) {
        return new Operation(method, path, id, summary, List.of(), Optional.empty(), List.of(), false);
    }

    public Operation takes(String name, String description, Map<String, ?> schema) {
        List<Parameter> more = new ArrayList<>(query);
        more.add(new Parameter(name, description, schema));
        return new Operation(method, path, id, summary, more, body, answers, open);
    }

    public Operation takes(Stream<Parameter> parameters) {
        return new Operation(
                method,
                path,
                id,
                summary,
                Stream.concat(query.stream(), parameters).toList(),
                body,
                answers,
                open);
    }

    public Operation body(Map<String, ?> schema) {
        return new Operation(method, path, id, summary, query, Optional.of(schema), answers, open);
    }

    public Operation openToAll() {
        return new Operation(method, path, id, summary, query, body, answers, true);
    }

    public Operation answers(int status, String description, Map<String, ?> schema, String mediaType) {
        return answers(status, description, Map.of(mediaType, schema));
    }

    /// @param content by media type, the schema; empty for an answer without a body
    public Operation answers(int status, String description, Map<String, Map<String, ?>> content) {
        List<Answer> more = new ArrayList<>(answers);
        more.add(new Answer(status, description, content));
        return new Operation(method, path, id, summary, query, body, more, open);
    }
}
