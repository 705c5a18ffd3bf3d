package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Runs the commands of `docs/howto/secure.md` in their order, as they stand there; only the port and the node's
/// folder are others, and `bin/f6` is this build.
class SecureHowToTest {
    private static final long BOUND_SECONDS = 120;
    private static final String NODE = "https://127.0.0.1:8606";

    private final Path folder = StartedNode.freshFolder();
    private final Path errors = folder.resolve("errors.txt");

    private static String block(String name) throws IOException {
        List<String> blocks = Pattern.compile("```sh secure " + name + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(StartedNode.HOME.resolve("docs/howto/secure.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(blocks).as(name).hasSize(1);
        return blocks.getFirst();
    }

    private Process bash(String script) throws IOException {
        String java = String.join(
                " ",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Df6.home=" + StartedNode.HOME,
                "f6.app.F6");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + script.replace("bin/f6", java))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        bash.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        bash.environment().put("F6_DATA", folder.resolve("data").toString());
        return bash.start();
    }

    private String run(String script) throws IOException, InterruptedException {
        Process process = bash(script);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said + Files.readString(errors)).isZero();
        return said;
    }

    @Test
    void a_node_is_secured_as_it_says() throws Exception {
        var _ = run(block("files"));
        Process node = bash("exec " + block("serve").replace("--port 8606", "--port 0"));
        try {
            String address = addressOf(node.inputReader(StandardCharsets.UTF_8));

            String said = run((block("ask") + block("audit")).replace(NODE, address));

            assertThat(said)
                    .contains("HTTP/1.1 404", "Strict-Transport-Security: max-age=31536000", "RateLimit: ")
                    .contains("\"ids\":[]")
                    .contains("the token is bound to no certificate")
                    .contains("{\"reads\":[],\"before\":null}")
                    .contains("\"action\":\"GET audit\",\"target\":\"/reads\",\"outcome\":\"DONE\"");
        } finally {
            node.destroy();
            assertThat(node.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String addressOf(BufferedReader output) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("f6: health: ")) {
                String health = line.substring("f6: health: ".length());
                return health.substring(0, health.indexOf("/actuator"));
            }
        }
        throw new AssertionError("the node did not start: " + lines + Files.readString(errors));
    }

    /// Made when the node is packaged, which this module's tests come after; but for a build without a network,
    /// which says so.
    @Test
    void the_bill_of_materials_names_what_the_node_is_made_of() throws Exception {
        if (SecureHowToTest.class.getResource("/META-INF/sbom/application.cdx.json") == null) {
            Process none = bash(block("sbom"));
            assertThat(none.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(none.exitValue()).isEqualTo(2);
            assertThat(Files.readString(errors)).contains("this build has none: it was made without a network");
            return;
        }
        var _ = run(block("sbom"));

        String bill = Files.readString(folder.resolve("f6.cdx.json"));
        assertThat(Api.JSON.readTree(bill).at("/bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(bill)
                .contains("pkg:maven/org.postgresql/postgresql@", "pkg:maven/org.springframework/spring-webmvc@")
                .doesNotContain("junit-jupiter", "assertj");
    }
}
