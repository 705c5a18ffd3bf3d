package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is kept of a zone, held against its log and made anew by command.
class ZoneProofTest {
    private static final long BOUND_SECONDS = 120;

    private final Path folder = StartedNode.freshFolder();

    private record Run(int status, String output) {}

    private Run f6(String command) throws IOException, InterruptedException {
        Process process = StartedNode.f6(folder, (command + " --data " + folder).split(" ", -1));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output + StartedNode.errors(folder));
    }

    private void damage(String sql) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(folder);
                HikariDataSource pool = server.connect();
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void a_damaged_row_is_found_and_made_anew() throws Exception {
        UUID child = UUID.randomUUID();
        try (StartedNode node = StartedNode.start(folder);
                KeptConnection connection = new KeptConnection(node.address())) {
            UUID claim = UUID.randomUUID();
            for (String command : List.of(BirthClaims.claim(claim, child), BirthClaims.validation(claim))) {
                KeptConnection.Answer answer =
                        connection.post("/v1/burgerlijke-stand/commands", node.token("ambtenaar"), command);
                assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            }
        }
        Run whole = f6("verify --dev");
        assertThat(whole.output())
                .contains("ok     projection timelines equals a replay: up to position 2")
                .contains("ok     no snapshot is ahead of the log");
        assertThat(whole.status()).isZero();
        assertThat(f6("verify").output()).isEqualTo(whole.output());

        damage("UPDATE zone_burgerlijke_stand_timelines.rectangle SET value = '{\"voornamen\": \"Janneke\"}'"
                + " WHERE attribute = 'naam'");
        Run damaged = f6("verify --dev");
        assertThat(damaged.output())
                .contains("WRONG  projection timelines equals a replay")
                .contains("table rectangle")
                .contains("Janneke");
        assertThat(damaged.status()).isEqualTo(1);

        Run differs = f6("rebuild burgerlijke-stand --dev");
        assertThat(differs.output()).contains("the live tables stay").contains("Janneke");
        assertThat(differs.status()).isEqualTo(1);
        Run replaced = f6("rebuild burgerlijke-stand --dev --replace");
        assertThat(replaced.output()).contains("the new tables are in place");
        assertThat(replaced.status()).isZero();
        assertThat(f6("verify --dev").status()).isZero();

        damage("DELETE FROM zone_burgerlijke_stand_timelines.rectangle WHERE attribute = 'naam'");
        assertThat(f6("verify --dev").status()).isEqualTo(1);
        assertThat(f6("rebuild nergens --dev").output()).contains("'nergens' cannot be rebuilt");
        assertThat(f6("rebuild nergens --dev").status()).isEqualTo(2);
        assertThat(f6("rebuild burgerlijke-stand --dev --replace").status()).isZero();

        assertStateIsBack(child);
    }

    @Test
    void what_is_kept_is_held_against_the_definition_that_rules_now() throws Exception {
        String proposed = Files.readString(StartedNode.HOME.resolve("examples/zonnendaal/burgerlijke-stand.yaml"))
                .replaceFirst("version: \"1\"", "version: \"2\"")
                .replaceFirst("naam: \"data[.]naam\"", "naam: \"has(data.naam) ? data.naam : data.naam\"");
        try (StartedNode node = StartedNode.start(folder)) {
            Births births = new Births(new Api(node, "burgerlijke-stand", "ambtenaar"));
            var _ = births.validated();
            Path file = Files.writeString(Path.of(folder + "-2.yaml"), proposed);
            String id = asked(node, "propose " + file)
                    .lines()
                    .filter(line -> line.startsWith("definition "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ")[1];
            assertThat(asked(node, "activate " + id)).contains("rules since");
            var _ = births.validated();
        }
        Run verified = f6("verify --dev");
        assertThat(verified.output()).contains("ok     projection timelines equals a replay: up to position 4");
        assertThat(verified.status()).isZero();
        assertThat(f6("rebuild burgerlijke-stand --dev").status()).isZero();
    }

    private String asked(StartedNode node, String words) throws IOException, InterruptedException {
        Process process = StartedNode.f6(
                folder,
                ("definition " + words + " --zone burgerlijke-stand --node " + node.address() + " --token "
                                + node.token("beheerder"))
                        .split(" ", -1));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private void assertStateIsBack(UUID child) {
        try (StartedNode node = StartedNode.start(folder)) {
            assertThat(new Api(node, "burgerlijke-stand", "ambtenaar")
                            .get("/objects/" + child + "/views/persoon")
                            .ok(200)
                            .at("/naam/voornamen")
                            .asString())
                    .isEqualTo("Jip");
        }
    }
}
