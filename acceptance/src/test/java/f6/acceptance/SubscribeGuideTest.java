package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Runs the commands of the guide to subscriptions, as they stand there; only the node's port is another.
class SubscribeGuideTest {
    @Test
    void the_commands_do_what_it_says() throws Exception {
        Path folder = StartedNode.freshFolder();
        Guide guide = new Guide("docs/howto/subscribe.md", StartedNode.HOME).with("F6_DATA", folder);
        String commands = guide.script("subscribe");
        assertThat(commands).contains(Guide.NODE);
        try (StartedNode node = StartedNode.start(folder.resolve("node"))) {
            String address = node.address().toString().replaceAll("/$", "");

            Guide.requireInOrder(
                    guide.run(commands.replace(Guide.NODE, address)),
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
        }
    }
}
