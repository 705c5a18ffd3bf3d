package f6.publishing.schema;

import static org.assertj.core.api.Assertions.assertThat;

import f6.publishing.document.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What is wrong with content is told in the words that clients of publishing-api know.
class SchemaFolderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private SchemaFolder schemas() throws IOException {
        Path file = folder.resolve("page/publisher_v2/schema.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["title"],
                 "additionalProperties": false,
                 "properties": {
                   "schema_name": {"type": "string"}, "title": {"type": "string"},
                   "phase": {"enum": ["alpha", "beta"]}, "code": {"pattern": "^[a-z]$"},
                   "path": {"$ref": "#/definitions/path"},
                   "body": {"anyOf": [{"type": "string"}, {"type": "array"}]},
                   "one": {"oneOf": [{"type": "string"}, {"type": "array"}]}},
                 "definitions": {"path": {"allOf": [{"type": "string"}, {"pattern": "^/"}]}}}
                """);
        return SchemaFolder.of(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                      | #/      | Required             | The property '#/' did not contain a required property of 'title' in schema
        {"title": 1}                            | #/title | TypeV4               | The property '#/title' of type integer did not match the following type: string in schema
        {"title": "", "phase": "live"}          | #/phase | Enum                 | The property '#/phase' value "live" did not match one of the following values: alpha, beta in schema
        {"title": "", "code": "AB"}             | #/code  | Pattern              | The property '#/code' value "AB" did not match the regex '^[a-z]$' in schema
        {"title": "", "path": "no path"}        | #/path  | AllOf                | The property '#/path' of type string did not match all of the required schemas in schema
        {"title": "", "body": true}             | #/body  | AnyOf                | The property '#/body' of type boolean did not match one or more of the required schemas in schema
        {"title": "", "one": true}              | #/one   | OneOf                | The property '#/one' of type boolean did not match any of the required schemas in schema
        {"title": "", "a": 1, "b": 2}           | #/      | AdditionalProperties | The property '#/' contains additional properties ["a", "b"] outside of the schema when none are allowed in schema
        """)
    void each_mistake_is_told_once(String content, String fragment, String attribute, String message)
            throws IOException {
        Map<String, @Nullable Object> sent = Json.object(JSON.readValue(content, Object.class));
        sent.put("schema_name", "page");

        assertThat(schemas().problems(sent)).singleElement().satisfies(problem -> {
            assertThat(problem.get("fragment")).isEqualTo(fragment);
            assertThat(problem.get("failed_attribute")).isEqualTo(attribute);
            assertThat(String.valueOf(problem.get("message"))).startsWith(message);
            assertThat(problem.get("schema")).isInstanceOf(Map.class);
        });
    }

    @Test
    void a_schema_that_is_not_there_is_told() throws IOException {
        assertThat(schemas().problems(Map.of("schema_name", "nonsense")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.get("fragment")).isEqualTo("#/schema_name"));
    }
}
