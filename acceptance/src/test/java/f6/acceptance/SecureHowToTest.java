package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Runs the commands of `docs/howto/secure.md` in their order, as they stand there; only the port and the node's
/// folder are others.
class SecureHowToTest {
    private static final long BOUND_SECONDS = 120;
    private static final String NODE = "https://127.0.0.1:8606";

    private final Path folder = StartedNode.freshFolder();
    private final Guide page = new Guide("docs/howto/secure.md", folder).with("F6_DATA", folder.resolve("data"));

    private String block(String name) {
        assertThat(page.blocks("secure " + name)).hasSize(1);
        return page.script("secure " + name);
    }

    @Test
    void a_node_is_secured_as_it_says() throws Exception {
        var _ = ReadyFolder.ready(folder.resolve("data/node"));
        var _ = page.run(block("files"));
        try (Guide.Served node = page.serve(block("serve"))) {
            String said = page.run((block("ask") + block("audit")).replace(NODE, node.address()));

            assertThat(said)
                    .contains("HTTP/1.1 404", "Strict-Transport-Security: max-age=31536000", "RateLimit: ")
                    .contains("\"ids\":[]")
                    .contains("the token is bound to no certificate")
                    .contains("{\"reads\":[],\"before\":null}")
                    .contains("\"action\":\"GET audit\",\"target\":\"/reads\",\"outcome\":\"DONE\"");
        }
    }

    /// Made when the node is packaged, which this module's tests come after; but for a build without a network,
    /// which says so.
    @Test
    void the_bill_of_materials_names_what_the_node_is_made_of() throws Exception {
        if (SecureHowToTest.class.getResource("/META-INF/sbom/application.cdx.json") == null) {
            Process none = page.start(block("sbom"));
            assertThat(none.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(none.exitValue()).isEqualTo(2);
            assertThat(page.errors()).contains("this build has none: it was made without a network");
            return;
        }
        var _ = page.run(block("sbom"));

        String bill = Files.readString(folder.resolve("f6.cdx.json"));
        assertThat(Api.JSON.readTree(bill).at("/bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(bill)
                .contains("pkg:maven/org.postgresql/postgresql@", "pkg:maven/org.springframework/spring-webmvc@")
                .doesNotContain("junit-jupiter", "assertj");
    }
}
