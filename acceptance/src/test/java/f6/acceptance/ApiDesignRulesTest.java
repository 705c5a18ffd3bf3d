package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The Dutch API Design Rules, as far as they can be looked at from outside.
class ApiDesignRulesTest {
    /// Names the folder with the rules (Logius-standaarden, CC-BY 4.0).
    private static final String RULES = "f6.api-design-rules";

    private final StartedNode node = StartedNode.shared();

    private static Optional<Path> rules() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty(RULES)).map(Path::of),
                        Optional.of(StartedNode.HOME.resolveSibling("shared/data/api-design-rules")))
                .flatMap(Optional::stream)
                .map(folder -> folder.resolve("linter-2.2.1.yaml"))
                .filter(Files::exists)
                .findFirst();
    }

    private Exchanged document() {
        return Exchanged.send(node, "GET", "/v1/openapi.json", Map.of(), null);
    }

    @Test
    void the_document_passes_the_linter() throws IOException {
        Assumptions.assumeTrue(
                rules().isPresent(),
                "not run: the rules linter-2.2.1.yaml are not there: name their folder with " + RULES);
        Path folder = NodeTools.installed();
        var _ = Files.copy(rules().orElseThrow(), folder.resolve("rules.yaml"), StandardCopyOption.REPLACE_EXISTING);
        var _ = Files.writeString(folder.resolve("openapi.json"), document().text());

        NodeTools.Ended linter = NodeTools.run(
                folder.resolve("node_modules/.bin/spectral").toString(),
                "lint",
                "--ruleset",
                "rules.yaml",
                "--fail-severity",
                "warn",
                "openapi.json");

        System.out.println(linter.output());
        assertThat(linter.status()).as(linter.output()).isZero();
        assertThat(linter.output()).contains("No results with a severity of 'warn' or higher found!");
    }

    @Test
    void the_document_is_open_and_made_of_the_definitions() {
        Exchanged answer = document();
        JsonNode document = answer.is(200);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(document.at("/info/version").asString()).isEqualTo(answer.header("API-Version"));
        assertThat(document.at("/components/schemas").propertyStream().map(Map.Entry::getKey))
                .contains("burgerlijke-stand.RecordGeboorte", "adreshuishouding.WoonsituatieView", "Event");
        assertThat(document.at("/paths").propertyStream().map(Map.Entry::getKey))
                .contains("/", "/{zone}", "/{zone}/events", "/{zone}/commands", "/{zone}/graphql");
    }

    @Test
    void every_answer_names_the_version_and_every_refusal_is_a_problem() {
        var _ = Exchanged.get(node, "ambtenaar", "/v1/nergens", "*/*").problem(404);
        var _ = Exchanged.get(node, "ambtenaar", "/v1/burgerlijke-stand/nergens/x", "*/*")
                .problem(404);
        var _ = Exchanged.get(node, "ambtenaar", "/v1/burgerlijke-stand/commands", "*/*")
                .problem(405);
        var _ = Exchanged.send(node, "GET", "/v1", Map.of(), null).problem(401);
        var _ = Exchanged.send(node, "GET", "/v1/burgerlijke-stand/events", Map.of("Authorization", "Bearer x"), null)
                .problem(401);
        assertThat(Exchanged.get(node, "ambtenaar", "/v1", "*/*").header("API-Version"))
                .isEqualTo("1.0.0");
        var _ = Exchanged.get(node, "ambtenaar", "/v1?wat=dan", "*/*").problem(400);
        var _ = Exchanged.get(node, "ambtenaar", "/v1/burgerlijke-stand?wat=dan", "*/*")
                .problem(400);
    }
}
