package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Runs the commands of the guide for who operates a node, as they stand there, in one shell.
class OperateGuideTest {
    @Test
    void the_guide_goes_as_it_says() throws Exception {
        Path folder = StartedNode.freshFolder();
        var _ = ReadyFolder.ready(folder.resolve("node"));
        Guide guide = new Guide("docs/howto/operate.md", StartedNode.HOME).with("F6_DATA", folder);

        String output = guide.run("""
                trap 'ended=$?
                      [ -z "${node:-}" ] || kill $node 2> /dev/null || true
                      [ $ended = 0 ] || cat "$F6_DATA/said" "$F6_DATA/log" >&2' EXIT
                %s""".formatted(guide.script("operate")));

        assertThat(output)
                .contains("f6.yaml: stop-within")
                .contains("{\"status\":\"UP\"}")
                .contains("f6_log_head{log=\"zone_burgerlijke_stand\"} 0.0")
                .contains("projection timelines equals a replay: up to position 0")
                .contains("f6: every check holds")
                .contains("f6: the new tables are in place");
    }
}
