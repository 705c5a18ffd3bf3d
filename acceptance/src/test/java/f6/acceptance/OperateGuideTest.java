package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Runs the commands of the guide for who operates a node, as they stand there, in one shell.
class OperateGuideTest {
    private static final long BOUND_SECONDS = 180;
    private static final Pattern BLOCK = Pattern.compile("```sh operate\n(.*?)```", Pattern.DOTALL);

    private final Path folder = StartedNode.freshFolder();
    private final Path errors = folder.resolveSibling(folder.getFileName() + "-errors.txt");

    @Test
    void the_guide_goes_as_it_says() throws Exception {
        String guide = BLOCK.matcher(Files.readString(StartedNode.HOME.resolve("docs/howto/operate.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"));
        ProcessBuilder bash = new ProcessBuilder(
                        "bash", "-c", "set -euo pipefail\ntrap 'kill $node 2> /dev/null || true' EXIT\n" + guide)
                .directory(StartedNode.HOME.toFile())
                .redirectError(errors.toFile());
        bash.environment().put("F6_DATA", folder.toString());
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(output + Files.readString(errors) + said("said") + said("log"))
                .isZero();
        assertThat(output)
                .contains("f6.yaml: stop-within")
                .contains("{\"status\":\"UP\"}")
                .contains("f6_log_head{log=\"zone_burgerlijke_stand\"} 0.0")
                .contains("projection timelines equals a replay: up to position 0")
                .contains("f6: every check holds")
                .contains("f6: the new tables are in place");
    }

    private String said(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
