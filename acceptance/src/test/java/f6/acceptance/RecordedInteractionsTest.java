package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import f6.contracts.Effort;
import f6.publishing.schema.ContentSchemas;
import f6.publishing.schema.SchemaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// A client that was written for GOV.UK's publishing API works against ours unchanged: what it was recorded to
/// ask is answered as it expects.
class RecordedInteractionsTest {
    private static final String EMAIL_ADDRESS = "email_address";

    private static final Map<Boolean, ContentSchemas> SCHEMAS = new HashMap<>();
    private static int ran;

    @TestFactory
    Stream<DynamicTest> every_recorded_request_is_answered_as_recorded() {
        Optional<Path> data = Interaction.data();
        if (data.isEmpty()) {
            return Stream.of(dynamicTest(
                    "no recorded interactions are here: name their folder in " + Interaction.DATA, () -> {}));
        }
        List<Interaction> interactions = Interaction.of(data.get().resolve("interactions.json"));
        assertThat(interactions).isNotEmpty();
        PlatformsInStates platforms = new PlatformsInStates(state -> schemas(state, data.get()));
        return interactions.stream()
                .sorted(Comparator.comparing(Interaction::state))
                .map(interaction ->
                        dynamicTest("%s, when %s".formatted(interaction.description(), interaction.state()), () -> {
                            ran++;
                            platforms.in(
                                    interaction.state(),
                                    interaction.onlyReads(),
                                    platform -> check(platform, interaction));
                        }))
                .onClose(platforms::close);
    }

    @AfterAll
    static void say_how_many_ran() {
        Effort.report(
                ran == 0
                        ? "no recorded interactions ran, for there are none here: name their folder in "
                                + Interaction.DATA
                        : "%d recorded interactions ran".formatted(ran));
    }

    private static ContentSchemas schemas(String state, Path data) {
        return SCHEMAS.computeIfAbsent(
                state.contains("schemas") || state.contains("there is a schema"), with -> schemas(data, with));
    }

    private static void check(StartedPlatform platform, Interaction interaction) {
        JsonNode request = interaction.request();
        String path = request.path("path").asString()
                + (request.has("query") ? "?" + request.path("query").asString() : "");
        StartedPlatform.Said said = platform.send(
                request.path("method").asString().toUpperCase(java.util.Locale.ROOT),
                path,
                request.has("body") ? request.path("body").toString() : null);

        assertThat(interaction.mismatches(said, platform.address().toString()))
                .as(said.text())
                .isEmpty();
    }

    /// The real ones, one of content that may be anything, and those that are recorded.
    private static ContentSchemas schemas(Path data, boolean addresses) {
        try {
            Path folder = StartedNode.freshFolder();
            try (Stream<Path> formats = Files.list(data.resolve("content-schemas/formats"))) {
                for (Path format : formats.toList()) {
                    Files.createSymbolicLink(folder.resolve(format.getFileName()), format.toAbsolutePath());
                }
            }
            write(folder, ProviderStates.ANYTHING, "{\"type\": \"object\"}");
            if (addresses) {
                write(folder, EMAIL_ADDRESS, recordedSchema(EMAIL_ADDRESS, "some"));
                write(folder, "tax_license", recordedSchema("tax_license", "another"));
            }
            return SchemaFolder.of(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String recordedSchema(String name, String key) {
        return """
                {"/govuk/publishing-api/content_schemas/dist/formats/%1$s/publisher_v2/schema.json":
                  {"type": "object", "required": ["a"], "properties": {"%1$s": {"%2$s": "schema"}}}}
                """.formatted(name, key);
    }

    private static void write(Path folder, String name, String schema) throws IOException {
        Path file = folder.resolve(name).resolve("publisher_v2/schema.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, schema);
    }
}
