package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Runs the commands of the guide to subscriptions, as they stand there; only the node's port is another.
class SubscribeGuideTest {
    private static final long BOUND_SECONDS = 180;
    private static final Pattern BLOCK = Pattern.compile("```sh subscribe\n(.*?)```", Pattern.DOTALL);
    private static final String ADDRESS = "http://127.0.0.1:8606";

    @Test
    void the_commands_do_what_it_says() throws Exception {
        String guide = String.join(
                "\n",
                BLOCK.matcher(Files.readString(StartedNode.HOME.resolve("docs/howto/subscribe.md")))
                        .results()
                        .map(MatchResult::group)
                        .map(block -> block.substring("```sh subscribe\n".length(), block.length() - 3))
                        .toList());
        assertThat(guide).contains(ADDRESS);
        Path folder = StartedNode.freshFolder();
        Path errors = folder.resolveSibling(folder.getFileName() + "-guide.txt");
        try (StartedNode node = StartedNode.start(folder.resolve("node"))) {
            String address = node.address().toString().replaceAll("/$", "");
            Process following = bash("set -euo pipefail\n" + guide.replace(ADDRESS, address), folder, errors);
            List<String> answers =
                    following.inputReader(StandardCharsets.UTF_8).lines().toList();
            assertThat(following.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(following.exitValue()).as(Files.readString(errors)).isZero();
            List<String> said = List.of(
                    "\"name\":\"geboorten\"",
                    "\"eventKind\":\"CLAIM\"",
                    "\"eventKind\":\"VALIDATION\"",
                    "\"specversion\":\"1.0\"",
                    "\"settled\":1",
                    "\"waiting\":[]",
                    "\"checkpoint\":0",
                    "\"way\":\"sse\"",
                    "id: 1",
                    "--allow-webhooks-to",
                    "0f3c8a52-7a51-4c7e-9a3e-0000000000aa has a number",
                    "\"burgerservicenummer\":\"",
                    "\"state\":\"PAUSED\"");
            int from = 0;
            for (String words : said) {
                List<String> rest = answers.subList(from, answers.size());
                assertThat(rest).as(words).anyMatch(line -> line.contains(words));
                from += (int) rest.stream()
                                .takeWhile(line -> !line.contains(words))
                                .count()
                        + 1;
            }
        }
    }

    private static Process bash(String script, Path folder, Path errors) throws IOException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(StartedNode.HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        bash.environment().put("F6_DATA", folder.toString());
        return bash.start();
    }
}
