package f6.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.zone.definition.DefinitionException;
import f6.zone.definition.DefinitionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"burgerlijke-stand", "adreshuishouding", "pensioenen"})
    void the_examples_are_sound(String zone) {
        assertThat(DefinitionFile.read(Zonnendaal.FOLDER.resolve(zone + ".yaml"))
                        .name())
                .isEqualTo(zone);
    }

    /// Each breaks the example in one place; the message names file, line and path, and what to do.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        zone: burgerlijke-stand           | zone: Burgerlijke Stand            | /zone                               | use lower-case words
        oin: "00000001001234567000"       | oin: 1234                          | /organisation                       | 20 digits
        timeZone: Europe/Amsterdam        | timeZone: Europe/Zonnendaal        | /timeZone                           | use a name such as
        geslachtsnaam: {type: string, min | geslachtsnaam: {type: tekst, min   | /types/Naam/properties/geslachtsnaam/type | enum
        Waardetabel: #                    | "Waarde tabel": #                  | /types/Waarde tabel                 | begin with a letter
        geboorte: {$ref: "#/types/Plaats  | geboorte: {$ref: "#/types/Oord     | /objects/mens/state/geboorte/$ref   | refer to one of the types
        burger: {claim: [Geboorte,        | burger: {claim: [Geborte,          | /authorities/burger/claim/0         | use one of Geboorte
        processing: https                 | processing: geen https             | /processing                         | is no address
        read: [persoon]                   | read: [persoonsgegevens]           | /authorities/systeem-bsn/read/0     | names no view
        read: [persoon]                   | read: persoon                      | /authorities/systeem-bsn/read       | must be a list of views
        manage: [audit]                   | manage: [audits]                   | /authorities/auditor/manage/0       | use one of definitions, subscriptions, feed, audit
        manage: [audit]                   | lees: [audit]                      | /authorities/auditor/lees           | use one of claim, correct, manage, read, validate
        materialDate: /datum              | materialDate: /dag                 | /events/Geboorte/materialDate       | add it there
        materialDate: /datum              | materieleDatum: /datum             | /events/Geboorte/materieleDatum     | use one of data
        roles: {kind: {at: /kind,         | roles: {kind: {at: /naam,          | /events/Geboorte/roles/kind         | format uuid
        rule: "!has(kind.geboorte)"       | rule: "!has(kindje.geboorte)"      | /events/Geboorte/require/0/rule     | kindje
        message: "{kind} is al            | message: "{kindje} is al           | /events/Geboorte/require/0/message  | kindje
        add: {kinderen: "data.kind"}      | add: {kids: "data.kind"}           | /events/Geboorte/effect/ouders/add/kids | use one of naam
        naamgegevens: {object: mens, fields | event: {object: mens, fields      | /views/event                        | the API uses itself
        naamgegevens: {object: mens, fields | timeline: {object: mens, fields      | /views/timeline             | the API uses itself
        naamgegevens: {object: mens, fields | previewRecordGeboorte: {object: mens, fields | /views/previewRecordGeboorte | the API uses itself
        Waardetabel: #                    | Rectangle: #                       | /types/Rectangle                    | the API uses itself
        naamgegevens: {object: mens, f    | naamgegevens: {object: dier, f     | /views/naamgegevens                 | use one of mens
        fields: [naam]}                   | fields: [bijnaam]}                 | /views/naamgegevens/fields/0        | use one of naam
        """)
    void a_mistake_is_named_with_its_place(String text, String mistake, String path, String advice) throws IOException {
        String example = Files.readString(Zonnendaal.FOLDER.resolve("burgerlijke-stand.yaml"));
        assertThat(example).contains(text);
        long line = 1
                + example.substring(0, example.indexOf(text))
                        .chars()
                        .filter(c -> c == 10)
                        .count();
        String broken = example.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(mistake));

        assertThatThrownBy(() -> DefinitionFile.parse("stand.yaml", broken))
                .isInstanceOfSatisfying(
                        DefinitionException.class,
                        e -> assertThat(e.problems()).anySatisfy(problem -> {
                            assertThat(problem.toString()).startsWith("stand.yaml:" + problem.line() + ": ");
                            assertThat(problem.path()).isEqualTo(path);
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.message()).contains(advice);
                        }));
    }

    @Test
    void a_type_that_has_no_end_is_named() {
        assertThatThrownBy(() -> DefinitionFile.parse("x.yaml", """
                        types:
                          A: {type: object, properties: {b: {$ref: "#/types/B"}}}
                          B: {type: array, items: {$ref: "#/types/A"}}
                        """))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("x.yaml:2: /types/A: refers to itself")
                .hasMessageContaining("x.yaml:3: /types/B: refers to itself");
    }

    @Test
    void all_mistakes_are_named_at_once() {
        assertThatThrownBy(() -> DefinitionFile.parse("x.yaml", "zone: x\nversie: 1\n"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("x.yaml:2: /versie: is not known here")
                .hasMessageContaining("lacks 'version'")
                .hasMessageContaining("lacks 'events'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zone: [", "zone: a\nzone: b", "- 1", "a: &a [*a, *a]", "a: &a {b: *a}", "\0"})
    void what_is_not_a_definition_is_refused(String text) {
        assertThatThrownBy(() -> DefinitionFile.parse("x.yaml", text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("x.yaml:");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> DefinitionFile.read(Path.of("nergens.yaml")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("nergens.yaml")
                .hasMessageContaining("cannot be read");
    }
}
