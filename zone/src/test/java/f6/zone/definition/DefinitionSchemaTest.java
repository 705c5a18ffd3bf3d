package f6.zone.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// The schema that editors use says the same as what reads a definition, as far as a schema can.
class DefinitionSchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path ROOT = Path.of("..");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
            .getSchema(DefinitionSchema.text(), InputFormat.JSON);

    private static List<String> problems(String text) {
        Object document = Yaml.parse("x.yaml", text, new ArrayList<>()).plain();
        return SCHEMA.validate(JSON.valueToTree(document)).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"), 2)) {
            return files.filter(DefinitionSchemaTest::isDefinition).toList();
        }
    }

    private static boolean isDefinition(Path file) {
        try {
            return file.toString().endsWith(".yaml")
                    && Files.readAllLines(file).stream().anyMatch(line -> line.startsWith("zone: "));
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_taken(Path file) throws IOException {
        assertThat(problems(Files.readString(file))).isEmpty();
    }

    @Test
    void what_the_manual_shows_is_what_is_served() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/reference/zone-definition.schema.json")))
                .isEqualTo(DefinitionSchema.text());
    }

    /// Each is refused by what reads a definition, and by the schema.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        zone: burgerlijke-stand           | zone: Burgerlijke Stand
        oin: "00000001001234567000"       | oin: "1234"
        zone: burgerlijke-stand           | soort: burgerlijke-stand
        geslachtsnaam: {type: string, min | geslachtsnaam: {type: tekst, min
        geslachtsnaam: {type: string, minLength: 1 | geslachtsnaam: {type: string, minLength: een
        Waardetabel: #                    | "Waarde tabel": #
        Waardetabel: #                    | Datum: #
        geboorte: {$ref: "#/types/Plaats  | id: {$ref: "#/types/Plaats
        materialDate: /datum              | materieleDatum: /datum
        materialDate: /datum              | materialDate: datum
        roles: {kind: {at: /kind,         | rollen: {kind: {at: /kind,
        roles: {kind: {at: /kind,         | roles: {data: {at: /kind,
        rule: "!has(kind.geboorte)"       | regel: "!has(kind.geboorte)"
        message: "{kind} is al            | bericht: "{kind} is al
        add: {kinderen: "data.kind"}      | put: {kinderen: "data.kind"}
        naamgegevens: {object: mens, f    | naamgegevens: {soort: mens, f
        fields: [naam]}                   | fields: []}
        fields: [naam]}                   | fields: naam}
        burger: {claim: [Geboorte,        | burger: {eis: [Geboorte,
        """)
    void faults_of_form_are_refused_by_both(String text, String mistake) throws IOException {
        String example = Files.readString(ROOT.resolve("examples/zonnendaal/burgerlijke-stand.yaml"));
        assertThat(example).contains(text);
        String broken = example.replace(text, mistake);

        assertThatThrownBy(() -> DefinitionFile.parse("x.yaml", broken)).isInstanceOf(DefinitionException.class);
        assertThat(problems(broken)).isNotEmpty();
    }

    @Test
    void it_has_every_member_that_a_definition_may_have() {
        Map<String, @Nullable Object> schema = JsonSchemas.object(JSON.readValue(DefinitionSchema.text(), Map.class));
        assertThat(members(schema)).isEqualTo(new TreeSet<>(DefinitionFile.PARTS));
        Map<String, @Nullable Object> parts = JsonSchemas.object(schema.get("$defs"));
        assertThat(members(JsonSchemas.object(parts.get("event"))))
                .isEqualTo(new TreeSet<>(DefinitionFile.EVENT_PARTS));
        assertThat(members(JsonSchemas.object(parts.get("authority")))).isEqualTo(new TreeSet<>(Authorities.MEMBERS));
    }

    private static Set<String> members(Map<String, @Nullable Object> schema) {
        return new TreeSet<>(JsonSchemas.object(schema.get("properties")).keySet());
    }
}
