package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The story of Zonnendaal, played by the demo in a process of its own.
class StoryTest {
    private static final long BOUND_SECONDS = 90;
    private static final Pattern RECORDED = Pattern.compile("  \\+ .*#(\\d+) (\\S+)");
    private static final Pattern CHAPTER =
            Pattern.compile("\\S.*\\((burgerlijke-stand|adreshuishouding|pensioenen)\\)");
    private static final Pattern SUM = Pattern.compile(
            "(\\d+) commands recorded, (\\d+) refused as they should be; (\\d+) questions, all answered right\\.");

    private final Path folder = ReadyFolder.fresh();

    /// What was acknowledged: by zone and step, the position.
    private record Played(Map<String, String> acknowledged, String last, int status) {}

    private Played play(int killAfter, String... more) throws IOException, InterruptedException {
        String[] arguments = Stream.concat(
                        Stream.of("demo", "--exit", "--port", "0", "--data", folder.toString()), Stream.of(more))
                .toArray(String[]::new);
        Process demo = StartedNode.f6(folder, arguments);
        Map<String, String> acknowledged = new LinkedHashMap<>();
        String zone = "";
        String last = "";
        try (BufferedReader output = demo.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher chapter = CHAPTER.matcher(line);
                zone = chapter.matches() ? chapter.group(1) : zone;
                Matcher recorded = RECORDED.matcher(line);
                if (recorded.matches()) {
                    acknowledged.put(zone + "/" + recorded.group(2), recorded.group(1));
                }
                if (acknowledged.size() == killAfter) {
                    demo.toHandle().destroyForcibly(); // SIGKILL; the output it left is still to be read
                }
                last = line.isBlank() ? last : line;
            }
        }
        assertThat(demo.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Played(acknowledged, last, demo.exitValue());
    }

    @Test
    void the_story_is_answered_right_and_may_be_played_again() throws Exception {
        Played first = play(-1);
        assertThat(first.status()).as(StartedNode.errors(folder)).isZero();
        Matcher sum = SUM.matcher(first.last());
        assertThat(sum.matches()).as(first.last()).isTrue();
        assertThat(Integer.parseInt(sum.group(1))).isGreaterThanOrEqualTo(75);
        assertThat(Integer.parseInt(sum.group(2))).isGreaterThanOrEqualTo(3);
        assertThat(Integer.parseInt(sum.group(3))).isGreaterThanOrEqualTo(56);

        assertThat(play(-1)).isEqualTo(first);
        assertThat(play(-1, "--fresh")).isEqualTo(first);
    }

    @Test
    void a_node_killed_in_the_middle_loses_nothing_it_acknowledged() throws Exception {
        Map<String, String> acknowledged = new LinkedHashMap<>();
        for (int killAfter : new int[] {7, 23, 48}) {
            Played killed = play(killAfter);
            assertThat(killed.status()).isNotZero();
            assertThat(killed.acknowledged()).containsAllEntriesOf(acknowledged);
            acknowledged.putAll(killed.acknowledged());
        }

        Played whole = play(-1);

        assertThat(whole.status()).as(StartedNode.errors(folder)).isZero();
        assertThat(whole.acknowledged()).containsAllEntriesOf(acknowledged);
        assertThatTheLogsVerify();
    }

    private void assertThatTheLogsVerify() throws IOException, InterruptedException {
        Process verify = StartedNode.f6(folder, "verify", "--data", folder.toString());
        String output = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("log zone_burgerlijke_stand", "log zone_adreshuishouding", "log zone_pensioenen")
                .contains("ok     positions count from 1 without a gap")
                .endsWith("f6: every check holds\n")
                .doesNotContain("WRONG");
        assertThat(verify.exitValue()).isZero();
    }

    @Test
    void a_wrong_answer_ends_the_demo_with_its_name() throws Exception {
        Path story = folder.resolveSibling(folder.getFileName() + "-wrong.yaml");
        Files.writeString(story, """
                title: wrong
                objects: {a: 5d0c7a10-0000-4000-8000-00000000ffff}
                chapters:
                  - title: one
                    zone: burgerlijke-stand
                    steps:
                      - {ask: persoon, of: a, question: "Is there anyone?", expect: {naam.geslachtsnaam: Zon}}
                """);
        Played played = play(-1, "--story", story.toString());

        assertThat(played.status()).isEqualTo(1);
        assertThat(StartedNode.errors(folder))
                .contains("wrong answer: Is there anyone?: expected naam.geslachtsnaam to be Zon, got null");
    }
}
