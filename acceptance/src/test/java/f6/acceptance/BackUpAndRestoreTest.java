package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the how-to on backing up says, done.
class BackUpAndRestoreTest {
    private static final long BOUND_SECONDS = 300;
    private static final Pattern BLOCK = Pattern.compile("```sh backup\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DATABASE_BLOCK = Pattern.compile("```sh database\n(.*?)```", Pattern.DOTALL);
    private static final String HOW_TO = howTo();
    private static final Pattern CHECKSUM = Pattern.compile("([0-9a-f]{64})\n\\{\"sha256\":\"([0-9a-f]{64})\"}\n");
    private static final String SERVE = "bin/f6 serve";

    private final Path folder = StartedNode.freshFolder();
    private final Path errors = folder.resolveSibling(folder.getFileName() + "-errors.txt");

    private static String howTo() {
        try {
            return Files.readString(StartedNode.HOME.resolve("docs/howto/back-up-and-restore.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process bash(String script) throws IOException {
        ProcessBuilder bash = new ProcessBuilder(
                        "bash", "-c", "set -euo pipefail\n" + script.replace("bin/f6", StartedNode.HOME + "/bin/f6"))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        bash.environment().put("NODE", folder.resolve("node").toString());
        bash.environment().put("RESTORED", folder.resolve("restored").toString());
        return bash.start();
    }

    private String run(String script) throws IOException, InterruptedException {
        Process process = bash(script);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output + Files.readString(errors)).isZero();
        return output;
    }

    @Test
    void what_is_exported_is_restored_as_it_says() throws Exception {
        List<String> commands =
                BLOCK.matcher(HOW_TO).results().map(block -> block.group(1)).toList();
        String script = String.join("", commands);
        int serve = script.indexOf(SERVE);
        assertThat(commands).hasSize(5);
        assertThat(run("bin/f6 demo --exit --port 0 --data $NODE")).contains("all answered right");

        String output = run(script.substring(0, serve));

        assertThat(output)
                .containsPattern("burgerlijke-stand.ndjson.gz is whole: [0-9]+ events of log zone_burgerlijke_stand")
                .containsPattern("log zone_pensioenen: [0-9]+ events added, 0 were there already")
                .contains("f6: every check holds");
        Matcher checksum = CHECKSUM.matcher(output);
        assertThat(checksum.find()).as(output).isTrue();
        assertThat(checksum.group(1)).isEqualTo(checksum.group(2));
        Process node = bash("exec " + script.substring(serve).strip() + " --port 0");
        try {
            assertThat(readUntilHealth(node)).anyMatch(line -> line.contains("/v1/pensioenen/graphql"));
        } finally {
            node.destroy();
            assertThat(node.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_database_of_ones_own_is_dumped_and_restored_as_it_says() throws Exception {
        Optional<Path> tools = OwnServer.tools();
        assumeTrue(tools.isPresent(), "no PostgreSQL is installed on this machine");
        Matcher block = DATABASE_BLOCK.matcher(HOW_TO);
        assertThat(block.find()).isTrue();
        Path log = Files.writeString(folder.resolve("births.ndjson"), WrittenLog.births(2_000), StandardCharsets.UTF_8);
        try (OwnServer server = OwnServer.start(tools.orElseThrow())) {
            String own = " --database-user postgres --database ";
            var _ = run("bin/f6 import %s%s%s".formatted(log, own, server.jdbcUrl("f6")));

            var _ = run("export PATH=%s:$PATH DATABASE=%s RESTORED_DATABASE=%s%n%s"
                    .formatted(tools.get(), server.url("f6"), server.url("f6_restored"), block.group(1)));

            String restored = own + server.jdbcUrl("f6_restored");
            assertThat(run("bin/f6 verify" + restored)).contains("f6: every check holds");
            var _ = run("bin/f6 export --zone burgerlijke-stand --out restored.ndjson" + restored);
            var _ = run("bin/f6 export --zone burgerlijke-stand --out original.ndjson%s%s"
                    .formatted(own, server.jdbcUrl("f6")));
            assertThat(folder.resolve("restored.ndjson")).hasSameBinaryContentAs(folder.resolve("original.ndjson"));
        }
    }

    private static List<String> readUntilHealth(Process node) throws IOException {
        BufferedReader output = node.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("f6: health: ")) {
                break;
            }
        }
        return lines;
    }
}
