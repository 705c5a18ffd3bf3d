package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `f6 definition` as its user sees it, where no node is needed or none is there; the how-to shows the rest.
class DefinitionCommandTest {
    private static final long BOUND_SECONDS = 90;

    private final Path folder = StartedNode.freshFolder();

    private record Run(int status, String output, String errors) {}

    private Run f6(String... arguments) throws IOException, InterruptedException {
        Process process = StartedNode.f6(folder, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, StartedNode.errors(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "list", "check", "propose", "activate", "diff", "rollback"})
    void help_helps(String command) throws Exception {
        Run run = f6(("definition " + command + " --help").replace("  ", " ").split(" ", -1));

        assertThat(run.status()).as(run.errors()).isZero();
        assertThat(run.output()).contains("Usage: f6 definition " + command);
    }

    @Test
    void a_file_is_checked_without_a_node() throws Exception {
        Run sound = f6("definition", "check", "../examples/woudendijk/omgevingsvergunningen.yaml");
        assertThat(sound.status()).as(sound.errors()).isZero();
        assertThat(sound.output()).contains("no mistakes: zone omgevingsvergunningen, version 1, 8 types of event");

        Path broken = Files.writeString(folder.resolve("x.yaml"), "zone: x\nversie: 1\n");
        Run mistakes = f6("definition", "check", broken.toString());
        assertThat(mistakes.status()).isEqualTo(2);
        assertThat(mistakes.errors()).contains(broken + ":2: /versie: is not known here").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        definition                                   | Missing required subcommand | 2
        definition check nergens.yaml                | cannot be read              | 2
        definition propose nergens.yaml              | cannot be read              | 2
        definition activate nope                     | is no id of a definition    | 2
        definition diff nope                         | is no id of a definition    | 2
        definition list --node http://127.0.0.1:1 --token abc | no node answers    | 1
        """)
    void wrong_use_is_explained(String arguments, String said, int status) throws Exception {
        Run run = f6(arguments.split(" ", -1));

        assertThat(run.errors()).contains(said).doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(status);
    }
}
