package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The command line as its user meets it: in a process of its own.
class CommandLineTest {
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
    @CsvSource({
        "--help, demo",
        "demo --help, --fresh",
        "serve --help, --issuer",
        "token --help, burger",
        "verify --help, --database-user",
        "help serve, --zone"
    })
    void help_helps(String arguments, String said) throws Exception {
        Run run = f6(arguments.split(" ", -1));

        assertThat(run.status()).isZero();
        assertThat(run.output()).contains("Usage: f6").contains(said);
    }

    @Test
    void the_version_is_that_of_the_build() throws Exception {
        assertThat(f6("--version").output()).matches("f6 \\d+\\.\\d+\\.\\d+\\S* \\(Java 25\\)\\s+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        serve                                               | no zone to serve: name its definition with --zone
        serve --dev --address 0.0.0.0                       | use --address 127.0.0.1, not 0.0.0.0
        serve --dev --address 192.0.2.1                     | use --address 127.0.0.1
        serve --dev --issuer https://example.org            | one of the two
        serve --zone x.yaml                                 | --issuer URL, or --dev
        serve --dev --zone nergens.yaml                     | nergens.yaml:0: /: cannot be read
        serve --dev=misschien                               | --dev is true or false, not misschien
        serve --dev false --zone x.yaml                     | --issuer URL, or --dev
        serve --dev --port 70000                            | --port is 0 (any free one) to 65535
        serve --dev --poort 1                               | Possible solutions: --port
        token --as koning                                   | use one of burger, ouder, ambtenaar
        token --as burger                                   | bin/f6 serve --dev
        demo --story nergens.yaml                           | cannot read the story nergens.yaml
        verify                                              | no node has kept data in
        dans                                                | Unmatched argument
        """)
    void wrong_use_is_explained(String arguments, String said) throws Exception {
        String[] words = (arguments + (arguments.startsWith("dans") ? "" : " --data " + folder)).split(" ", -1);
        Run run = f6(words);

        assertThat(run.errors()).contains(said).doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(2);
    }

    @Test
    void a_definition_with_mistakes_is_explained() throws Exception {
        Path zone =
                Files.writeString(folder.resolveSibling(folder.getFileName() + "-zone.yaml"), "zone: x\nversie: 1\n");
        Run run = f6("serve", "--dev", "--zone", zone.toString(), "--data", folder.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .contains(zone + ":2: /versie: is not known here")
                .doesNotContain("\tat ");
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = f6("serve", "--dev", "--port", String.valueOf(taken.getLocalPort()), "--data", folder.toString());

            assertThat(run.status()).isEqualTo(2);
            assertThat(run.errors())
                    .startsWith("f6: port " + taken.getLocalPort())
                    .contains("in use");
        }
        assertThat(postgresIsGone()).isTrue();
    }

    @Test
    void two_definitions_of_one_zone_are_named() throws Exception {
        String zone = StartedNode.HOME
                .resolve("examples/zonnendaal/adreshuishouding.yaml")
                .toString();
        Run run = f6("serve", "--dev", "--zone", zone, "--zone", zone, "--data", folder.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors()).contains("both define zone adreshuishouding").doesNotContain("\tat ");
    }

    @Test
    void names_that_collide_in_the_api_are_told() throws Exception {
        String example = Files.readString(StartedNode.HOME.resolve("examples/zonnendaal/burgerlijke-stand.yaml"));
        Path zone = Files.writeString(
                folder.resolveSibling(folder.getFileName() + "-clash.yaml"),
                example + "  Persoon: {object: mens, fields: [naam]}\n");
        Run run = f6("serve", "--dev", "--port", "0", "--zone", zone.toString(), "--data", folder.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .contains("its names collide in GraphQL")
                .contains("PersoonView")
                .doesNotContain("\tat ");
    }

    @Test
    void an_interrupt_during_the_start_leaves_no_database_behind() throws Exception {
        Process node = StartedNode.f6(folder, "serve", "--dev", "--port", "0", "--data", folder.toString());
        List<String> _ = readUntil(node.inputReader(), "database:");
        new ProcessBuilder("kill", "-INT", String.valueOf(node.pid())).start().waitFor();

        assertThat(node.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(postgresIsGone()).isTrue();
    }

    @Test
    void a_token_may_be_for_a_source_of_any_type() throws Exception {
        StartedNode node = StartedNode.shared();
        String token = f6(
                        "token",
                        "--type",
                        "vergunningverlener",
                        "--data",
                        node.data().toString())
                .output();

        assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                .contains("\"source_type\":\"vergunningverlener\"");
    }

    @Test
    void a_database_that_is_not_there_is_named() throws Exception {
        Run run = f6(
                "serve",
                "--dev",
                "--data",
                folder.toString(),
                "--database",
                "jdbc:postgresql://127.0.0.1:1/x?connectTimeout=1");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors())
                .contains("cannot reach the database jdbc:postgresql://127.0.0.1:1/x")
                .doesNotContain("\tat ");
    }

    @Test
    void a_folder_that_is_not_ours_is_left_alone() throws Exception {
        Path precious = Files.createDirectories(folder.resolve("data")).resolve("precious.txt");
        Files.writeString(precious, "mine");

        for (String command : List.of("demo --fresh --port 0", "serve --dev --port 0")) {
            Run run = f6((command + " --data " + folder).split(" ", -1));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors()).contains("not F6's").doesNotContain("\tat ");
        }
        assertThat(precious).hasContent("mine");
    }

    @Test
    void a_folder_in_use_is_named() throws Exception {
        Run run = f6(
                "serve",
                "--dev",
                "--port",
                "0",
                "--data",
                StartedNode.shared().data().toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).contains("uses").contains("--data").doesNotContain("\tat ");
    }

    @Test
    void an_interrupt_stops_the_node_and_its_database_cleanly() throws Exception {
        StartedNode node = StartedNode.start(folder);
        assertThat(folder.resolve("data/postmaster.pid")).exists();
        new ProcessBuilder("kill", "-INT", String.valueOf(node.process().pid()))
                .start()
                .waitFor();

        assertThat(node.process().waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(postgresIsGone()).isTrue();
        assertThat(Files.readString(folder.resolve("postgres.log")))
                .contains("received fast shutdown request")
                .contains("database system is shut down");
    }

    @Test
    void the_demo_stays_up_after_the_story_until_it_is_stopped() throws Exception {
        Process demo = StartedNode.f6(folder, "demo", "--port", "0", "--data", folder.toString());
        List<String> output = readUntil(demo.inputReader(), "stop it with Ctrl-C");

        assertThat(output)
                .anySatisfy(line -> assertThat(line).contains("all answered right"))
                .anySatisfy(line -> assertThat(line).contains("/v1/burgerlijke-stand/graphql"));
        assertThat(demo.isAlive()).isTrue();
        demo.destroy();
        assertThat(demo.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(postgresIsGone()).isTrue();
    }

    private static List<String> readUntil(BufferedReader output, String end) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(end)) {
                break;
            }
        }
        return lines;
    }

    private boolean postgresIsGone() {
        return !Files.exists(folder.resolve("data/postmaster.pid"));
    }
}
