package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the commands of the how-to on defining a zone, as they stand there; only the port is another.
class DefineAZoneTest {
    @Test
    void the_page_goes_as_it_says() throws Exception {
        Path folder = StartedNode.freshFolder();
        var _ = ReadyFolder.ready(folder.resolve("node"));
        Guide page = new Guide("docs/howto/define-a-zone.md", StartedNode.HOME).with("F6_DATA", folder);
        List<Guide.Block> blocks = page.blocks("tour", "node");
        int serving = blocks.stream().map(Guide.Block::name).toList().indexOf("node");
        assertThat(page.run(blocks.getFirst().script())).contains("no mistakes: zone bomen");
        try (Guide.Served node = page.serve(blocks.get(serving).script())) {
            String rest = Guide.joined(blocks.subList(serving + 1, blocks.size()));
            assertThat(rest).contains(Guide.NODE);

            Guide.requireInOrder(
                    page.run("export F6_NODE=%s\n%s"
                            .formatted(node.address(), rest.replace(Guide.NODE, node.address()))),
                    "\"eventVersion\":\"1\"",
                    "\"eventKind\":\"VALIDATION\"",
                    "- event BoomGeplant: field hoogteInCentimeter",
                    "1 events fit no longer",
                    "position 1:",
                    "it does not fit yet",
                    "no mistakes: zone bomen, version 2",
                    "all events fit",
                    "+ event BoomGeplant: upcast from 1",
                    " rules since ",
                    "\"hoogteInMeter\":2.5",
                    "hoogteInCentimeter",
                    " rules since ",
                    "zone bomen");
        }
    }
}
