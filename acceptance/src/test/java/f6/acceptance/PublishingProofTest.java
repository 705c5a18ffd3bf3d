package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import f6.postgres.EmbeddedServer;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// `f6 verify publishing` and `f6 rebuild publishing` over what a platform has made of its example content.
class PublishingProofTest {
    private static final long BOUND_SECONDS = 120;

    private final Path data = StartedNode.freshFolder();

    private record Run(int status, String output) {}

    private Run f6(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        Process process = StartedNode.f6(data, all.toArray(String[]::new));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }

    /// A platform that has published its example content, and was stopped.
    private void published() throws Exception {
        var _ = ReadyFolder.ready(data);
        Process process = StartedNode.f6(data, "publishing", "--port", "0", "--data", data.toString());
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("f6: health: ")) {
            line = output.readLine();
        }
        assertThat(line).isNotNull();
        process.destroy();
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /// By hand, behind the platform's back.
    private void changed(String... sql) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(data);
                HikariDataSource database = server.connect();
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                assertThat(statement.executeUpdate(each)).as(each).isPositive();
            }
        }
    }

    @Test
    void what_was_changed_behind_its_back_is_found_repaired_and_made_anew() throws Exception {
        published();
        Run fine = f6("verify", "publishing");
        assertThat(fine.output()).contains("ok     views").contains("f6: all is as the log says");
        assertThat(fine.status()).isZero();

        changed(
                "DELETE FROM publishing_content_live.content_item WHERE base_path = '/moving-to-zonnendaal'",
                "UPDATE publishing_content_draft.content_item SET item = jsonb_set(item::jsonb, '{title}',"
                        + " '\"Forged\"') WHERE base_path = '/moving-to-zonnendaal'");
        Run drifted = f6("verify", "publishing");
        assertThat(drifted.output())
                .contains("/moving-to-zonnendaal: missing")
                .contains("/moving-to-zonnendaal: different")
                .contains("NOT all is as the log says");
        assertThat(drifted.status()).isEqualTo(1);
        Run repaired = f6("verify", "publishing", "--repair");
        assertThat(repaired.output()).contains("presented again");
        assertThat(repaired.status()).isZero();
        assertThat(f6("verify", "publishing").status()).isZero();

        changed("UPDATE publishing_publishing.documents SET lock_version = lock_version + 7");
        Run wrong = f6("verify", "publishing");
        assertThat(wrong.output()).contains("WRONG  views").contains("documents");
        assertThat(wrong.status()).isEqualTo(1);
        Run kept = f6("rebuild", "publishing");
        assertThat(kept.output()).contains("the live views stay");
        assertThat(kept.status()).isEqualTo(1);
        assertThat(f6("rebuild", "publishing", "--replace").status()).isZero();
        assertThat(f6("verify", "publishing").status()).isZero();
    }

    @Test
    void what_cannot_be_rebuilt_is_said() throws Exception {
        assertThat(f6("rebuild", "everything").status()).isEqualTo(2);
        assertThat(StartedNode.errors(data)).contains("no node has kept data in");
        assertThat(f6("verify", "publishing").status()).isEqualTo(2);
        assertThat(StartedNode.errors(data)).contains("no publishing platform has kept data");
    }
}
