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

/// Runs the commands of the README's tour, as they stand there, against a demo started as it says; only the port
/// is another.
class ReadmeTourTest {
    private static final long BOUND_SECONDS = 120;
    private static final Pattern BLOCK = Pattern.compile("```sh tour\n(.*?)```", Pattern.DOTALL);
    private static final String ADDRESS = "http://127.0.0.1:8606";

    private final Path folder = StartedNode.freshFolder();
    private final Path errors = folder.resolve("errors.txt"); // F6_DATA holds the folders of demo and node, no more

    private Process bash(String script) throws IOException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(StartedNode.HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        bash.environment().put("F6_DATA", folder.toString());
        return bash.start();
    }

    @Test
    void the_tour_goes_as_it_says() throws Exception {
        String tour = String.join(
                "\n",
                BLOCK.matcher(Files.readString(StartedNode.HOME.resolve("README.md")))
                        .results()
                        .map(MatchResult::group)
                        .map(block -> block.substring("```sh tour\n".length(), block.length() - 3))
                        .toList());
        assertThat(tour).contains(ADDRESS);
        Process demo = bash("exec bin/f6 demo --port 0");
        try {
            String address = addressOf(demo.inputReader(StandardCharsets.UTF_8));
            Process touring =
                    bash("set -euo pipefail\nexport F6_NODE=%s\n%s".formatted(address, tour.replace(ADDRESS, address)));
            List<String> answers =
                    touring.inputReader(StandardCharsets.UTF_8).lines().toList();
            assertThat(touring.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(touring.exitValue()).as(Files.readString(errors)).isZero();
            List<String> said = List.of(
                    "\"ouders\":[\"5d0c7a10-0000-4000-8000-000000000003\"]}",
                    "\"5d0c7a10-0000-4000-8000-000000000004\"]}",
                    "\"eventKind\":\"VALIDATION\"",
                    "in zone burgerlijke-stand",
                    "claimed Geboorte",
                    "accepted Erkenning",
                    "ouders from 2024-05-08: + 5d0c7a10-0000-4000-8000-000000000004",
                    "zone pensioenen, from position 6 to 9",
                    "2017-05-02 -> nothing",
                    "\"eventKind\":\"CLAIM\"",
                    "{\"persoon\":null}",
                    "\"pending\":true",
                    "\"basis\":\"AUTHORITY\"",
                    "\"voornamen\":\"Jip\"",
                    "RULE_BROKEN");
            int from = 0;
            for (String words : said) {
                List<String> rest = answers.subList(from, answers.size());
                assertThat(rest).as(words).anyMatch(line -> line.contains(words));
                from += (int) rest.stream()
                                .takeWhile(line -> !line.contains(words))
                                .count()
                        + 1;
            }
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
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
        throw new AssertionError("the demo did not start: " + lines + Files.readString(errors));
    }
}
