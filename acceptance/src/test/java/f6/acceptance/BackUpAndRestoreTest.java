package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the how-to on backing up says, done.
@SuppressWarnings("try") // closing may be interrupted: then the test has failed
class BackUpAndRestoreTest {
    private static final Pattern CHECKSUM = Pattern.compile("([0-9a-f]{64})\n\\{\"sha256\":\"([0-9a-f]{64})\"}\n");
    private static final String SERVE = "bin/f6 serve";

    private final Path folder = StartedNode.freshFolder();
    private final Guide howTo = new Guide("docs/howto/back-up-and-restore.md", folder)
            .with("NODE", ReadyFolder.ready(folder.resolve("node")))
            .with("RESTORED", ReadyFolder.ready(folder.resolve("restored")));

    @Test
    void what_is_exported_is_restored_as_it_says() throws Exception {
        assertThat(howTo.blocks("backup")).hasSize(5);
        String script = howTo.script("backup");
        int serve = script.indexOf(SERVE);
        assertThat(howTo.run("bin/f6 demo --exit --port 0 --data $NODE")).contains("all answered right");

        String output = howTo.run(script.substring(0, serve));

        assertThat(output)
                .containsPattern("burgerlijke-stand.ndjson.gz is whole: [0-9]+ events of log zone_burgerlijke_stand")
                .containsPattern("log zone_pensioenen: [0-9]+ events added, 0 were there already")
                .contains("f6: every check holds");
        Matcher checksum = CHECKSUM.matcher(output);
        assertThat(checksum.find()).as(output).isTrue();
        assertThat(checksum.group(1)).isEqualTo(checksum.group(2));
        try (Guide.Served node = howTo.serve(script.substring(serve))) {
            assertThat(node.said()).anyMatch(line -> line.contains("/v1/pensioenen/graphql"));
        }
    }

    @Test
    void a_database_of_ones_own_is_dumped_and_restored_as_it_says() throws Exception {
        Optional<Path> tools = OwnServer.tools();
        assumeTrue(tools.isPresent(), "no PostgreSQL is installed on this machine");
        assertThat(howTo.blocks("database")).hasSize(1);
        Path log = Files.writeString(folder.resolve("births.ndjson"), WrittenLog.births(2_000), StandardCharsets.UTF_8);
        try (OwnServer server = OwnServer.start(tools.orElseThrow())) {
            String own = " --database-user postgres --database ";
            var _ = howTo.run("bin/f6 import %s%s%s".formatted(log, own, server.jdbcUrl("f6")));

            var _ = howTo.run("export PATH=%s:$PATH DATABASE=%s RESTORED_DATABASE=%s%n%s"
                    .formatted(tools.get(), server.url("f6"), server.url("f6_restored"), howTo.script("database")));

            String restored = own + server.jdbcUrl("f6_restored");
            assertThat(howTo.run("bin/f6 verify" + restored)).contains("f6: every check holds");
            var _ = howTo.run("bin/f6 export --zone burgerlijke-stand --out restored.ndjson" + restored);
            var _ = howTo.run("bin/f6 export --zone burgerlijke-stand --out original.ndjson%s%s"
                    .formatted(own, server.jdbcUrl("f6")));
            assertThat(folder.resolve("restored.ndjson")).hasSameBinaryContentAs(folder.resolve("original.ndjson"));
        }
    }
}
