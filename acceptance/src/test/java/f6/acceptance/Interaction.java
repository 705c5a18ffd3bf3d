package f6.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a client once said to a provider, and what it was answered (Pact specification v2).
///
/// @param state what the provider was like before
record Interaction(String description, String state, JsonNode request, JsonNode response) {
    static final String DATA = "F6_PUBLISHING_DATA";

    /// Where recorded interactions and schemas of the real client are, if they are there.
    static Optional<Path> data() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty(DATA)).map(Path::of),
                        Optional.ofNullable(System.getenv(DATA)).map(Path::of),
                        Optional.of(StartedNode.HOME.resolveSibling("shared/data/publishing")))
                .flatMap(Optional::stream)
                .filter(folder -> Files.exists(folder.resolve("interactions.json")))
                .findFirst();
    }

    static List<Interaction> of(Path file) {
        List<Interaction> interactions = new ArrayList<>();
        for (JsonNode one : StartedPlatform.JSON.readTree(file.toFile()).path("interactions")) {
            interactions.add(new Interaction(
                    one.path("description").asString(),
                    one.path("providerState").asString(),
                    one.path("request"),
                    one.path("response")));
        }
        return interactions;
    }

    boolean onlyReads() {
        return request.path("method").asString().equals("get");
    }

    /// What is wrong with an answer; empty if nothing is.
    List<String> mismatches(StartedPlatform.Said said, String host) {
        List<String> wrong = new ArrayList<>();
        if (said.status() != response.path("status").asInt()) {
            wrong.add("status %d instead of %s".formatted(said.status(), response.path("status")));
        }
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            String value = said.headers().firstValue(header.getKey()).orElse("");
            if (!value.equals(header.getValue().asString())) {
                wrong.add("%s: %s instead of %s".formatted(header.getKey(), value, header.getValue()));
            }
        }
        if (response.has("body")) {
            // Recorded with another address of the provider.
            JsonNode expected = StartedPlatform.JSON.readTree(
                    response.path("body").toString().replace("http://example.org", host));
            wrong.addAll(PactRules.of(response.path("matchingRules")).mismatches(expected, said.body()));
        }
        return wrong;
    }
}
