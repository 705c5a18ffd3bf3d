package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is refused before a server is started.
class BenchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                  | Missing required subcommand
        tail                                                | Unmatched argument
        follow --seconds 0                                  | --seconds is 1 to 600
        follow --clients 1                                  | Unknown option
        project --events 20000 --growth                     | --growth sets --events
        project --seconds 1                                 | Unknown option
        append --peers axon,unknown                         | --peers is none or some of axon,pekko,dcb,emmett
        append --rounds 0                                   | --rounds is 1 to 100
        append --seconds 0                                  | --seconds is 1 to 600
        append --clients 1,0                                | --clients are 1 to 512
        append --threads green                              | --threads
        read --events 10                                    | --events is 10000
        read --events 20000 --growth                        | --growth sets --events
        replay --database postgres://here                   | --database starts with jdbc:postgresql:
        replay --database jdbc:postgresql://here/x --data y | leave it out with --database
        replay --clients 1                                  | Unknown option
        history --events 20000                              | --events and --growth are not for this
        feed --database jdbc:postgresql://here/x            | --database is not for this
        history --people 1                                  | --people is 100 to 1000000
        history --facts 1                                   | --facts is 2 to 100
        history --peers oracle                              | --peers is none, all or some of xtdb,mariadb
        """)
    void wrong_use_is_told_with_status_2(String arguments, String said) {
        Said run = run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.errors()).contains(said).doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--help, append",
        "append --help, --peers",
        "read --help, --growth",
        "replay -h, --json",
        "follow --help, --threads",
        "project --help, --events",
        "history --help, --people",
        "publishing --help, --replay-only",
        "feed --help, --events"
    })
    void help_helps(String arguments, String said) {
        Said run = run(arguments.split(" ", -1));

        assertThat(run.output()).contains("Usage: f6 bench").contains(said);
        assertThat(run.status()).isZero();
    }

    @Test
    void a_database_that_cannot_be_reached_is_told_with_status_1() {
        Said run = run("replay", "--quick", "--database", "jdbc:postgresql://127.0.0.1:1/nowhere");

        assertThat(run.errors()).contains("f6: ").contains("127.0.0.1:1").doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(1);
    }

    private record Said(int status, String output, String errors) {}

    private static Said run(String... arguments) {
        PrintStream output = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int status = Bench.run(arguments);
            return new Said(status, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(output);
            System.setErr(errors);
        }
    }
}
