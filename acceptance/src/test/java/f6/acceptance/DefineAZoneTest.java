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

/// Runs the commands of the how-to on defining a zone, as they stand there; only the port is another.
class DefineAZoneTest {
    private static final long BOUND_SECONDS = 180;
    private static final Pattern BLOCK = Pattern.compile("```sh (tour|node)\n(.*?)```", Pattern.DOTALL);
    private static final String ADDRESS = "http://127.0.0.1:8606";

    private final Path folder = StartedNode.freshFolder();
    private final Path errors = folder.resolveSibling(folder.getFileName() + "-errors.txt");

    private Process bash(String script) throws IOException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(StartedNode.HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        bash.environment().put("F6_DATA", folder.toString());
        return bash.start();
    }

    @Test
    void the_page_goes_as_it_says() throws Exception {
        List<MatchResult> blocks = BLOCK.matcher(
                        Files.readString(StartedNode.HOME.resolve("docs/howto/define-a-zone.md")))
                .results()
                .toList();
        int serving = blocks.stream().map(block -> block.group(1)).toList().indexOf("node");
        Process writing = bash("set -euo pipefail\n" + blocks.getFirst().group(2));
        assertThat(writing.inputReader().lines()).anyMatch(line -> line.contains("no mistakes: zone bomen"));
        assertThat(writing.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        String serve = blocks.get(serving).group(2).strip();
        Process node = bash("exec %s --port 0".formatted(serve));
        try {
            String address = addressOf(node.inputReader(StandardCharsets.UTF_8));
            String rest = String.join(
                    "\n",
                    blocks.subList(serving + 1, blocks.size()).stream()
                            .map(block -> block.group(2))
                            .toList());
            assertThat(rest).contains(ADDRESS);
            Process touring =
                    bash("set -euo pipefail\nexport F6_NODE=%s\n%s".formatted(address, rest.replace(ADDRESS, address)));
            List<String> answers =
                    touring.inputReader(StandardCharsets.UTF_8).lines().toList();
            assertThat(touring.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(touring.exitValue()).as(Files.readString(errors)).isZero();
            requireInOrder(
                    answers,
                    "\"eventVersion\":\"1\"",
                    "\"eventKind\":\"VALIDATION\"",
                    "- event BoomGeplant: field hoogteInCentimeter",
                    "1 events fit no longer",
                    "position 1:",
                    "it does not fit yet",
                    "no mistakes: zone bomen, version 2",
                    "all events fit",
                    "+ event BoomGeplant: upcast from 1",
                    " rules since ",
                    "\"hoogteInMeter\":2.5",
                    "hoogteInCentimeter",
                    " rules since ",
                    "zone bomen");
        } finally {
            node.destroy();
            assertThat(node.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void requireInOrder(List<String> answers, String... said) {
        int from = 0;
        for (String words : said) {
            List<String> rest = answers.subList(from, answers.size());
            assertThat(rest).as(words).anyMatch(line -> line.contains(words));
            from += (int) rest.stream().takeWhile(line -> !line.contains(words)).count() + 1;
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
}
