package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What a node writes of itself says nothing of those whom it registers, also when things go wrong.
class NodeLogsTest {
    private static final String NAME = "Vandeschreeuwlelijk";
    private static final String BSN = "999993653";

    @Test
    void nothing_that_is_registered_or_asked_for_is_logged() throws Exception {
        Path data = StartedNode.freshFolder();
        StartedNode node = StartedNode.start(data);
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(node.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        });
        Api registrar = new Api(node, "burgerlijke-stand", "ambtenaar");
        try (node) {
            Birth noor = Birth.registered(node, NAME);
            for (Map<String, ?> wrong : List.of(
                    Birth.claim(UUID.randomUUID().toString(), noor.child(), NAME), // born twice
                    Birth.claim(UUID.randomUUID().toString(), NAME, BSN), // no object
                    Birth.claim(NAME, noor.child(), NAME),
                    bsn(noor.child(), NAME),
                    bsn(noor.child(), BSN),
                    Map.of("command", NAME),
                    Map.of("command", "record", "type", NAME, "input", Map.of("data", Map.of("naam", NAME))))) {
                var _ = registrar.post("/commands", wrong);
                var _ = registrar.post("/previews", wrong);
            }
            for (String body : List.of(
                    "{\"query\": \"{ persoon(id: \\\"" + NAME + "\\\") { id } }\"}",
                    "{\"query\": \"{ " + NAME + " }\"}",
                    "{\"query\": \"query ($x: Int!) { __typename }\", \"variables\": {\"x\": \"" + BSN + "\"}}",
                    "{\"query\": \"" + NAME,
                    NAME)) {
                var _ = registrar.send("POST", "/graphql", body, "application/json");
                var _ = registrar.send("POST", "/commands", body, "application/json");
                var _ = registrar.send("POST", "/commands", body, NAME + "/" + BSN);
            }
            var _ = registrar.post(
                    "/views/persoon/search",
                    Map.of("where", List.of(Map.of("field", "naam", "contains", Map.of("geslachtsnaam", NAME)))));
            for (String path :
                    List.of("/objects/" + NAME, "/objects/" + noor.child() + "/views/persoon?" + NAME + "=" + BSN)) {
                var _ = registrar.get(path);
            }
            var _ = registrar.get("/objects/" + noor.child() + "/history");
        }

        String all = said.get() + StartedNode.errors(data);
        assertThat(all).doesNotContainIgnoringCase(NAME).doesNotContain(BSN);
    }

    private static Map<String, Object> bsn(String person, String number) {
        return Map.of(
                "command",
                "record",
                "type",
                "BsnToegekend",
                "input",
                Map.of(
                        "id",
                        UUID.randomUUID().toString(),
                        "data",
                        Map.of("persoon", person, "burgerservicenummer", number)));
    }
}
