package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.contracts.Seed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A store that is exported and imported elsewhere is the same store.
class ExportImportTest {
    private static final long BOUND_SECONDS = 120;
    private static final Map<String, Map<String, String>> VIEWS = Map.of(
            "burgerlijke-stand", Map.of("persoon", "naam", "naamgegevens", "naam"),
            "adreshuishouding", Map.of("woonsituatie", "verblijfplaats", "bewoning", "bewoners"),
            "pensioenen", Map.of("deelnemer", "overlijdensdatum", "pensioen", "pensioen"));

    private final Path original = StartedNode.freshFolder();
    private final Path copy = StartedNode.freshFolder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final long seed = Seed.print("ExportImportTest");
    private final SplittableRandom random = new SplittableRandom(seed);

    private record Run(int status, String output, String errors) {}

    private static Run f6(Path folder, String... arguments) throws IOException, InterruptedException {
        Process process = StartedNode.f6(folder, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, StartedNode.errors(folder));
    }

    private static Run done(Path folder, String... arguments) throws IOException, InterruptedException {
        Run run = f6(folder, arguments);
        assertThat(run.status()).as(Arrays.toString(arguments) + run).isZero();
        return run;
    }

    private static Run story(Path data) throws IOException, InterruptedException {
        return done(data, "demo", "--exit", "--port", "0", "--data", data.toString());
    }

    @Test
    void the_story_of_the_demo_is_the_same_in_another_database() throws Exception {
        var _ = story(ReadyFolder.ready(original));
        var _ = ReadyFolder.ready(copy);
        String told = withoutAddresses(story(original));
        for (String zone : VIEWS.keySet()) {
            Path file = copy.resolveSibling(copy.getFileName() + "-" + zone + ".ndjson.gz");
            var _ = done(original, "export", "--zone", zone, "--out", file.toString(), "--data", original.toString());
            var _ = done(copy, "import", file.toString(), "--data", copy.toString());
            assertThat(done(copy, "import", file.toString(), "--data", copy.toString())
                            .output())
                    .contains(" 0 events added");
        }

        try (StartedNode one = StartedNode.start(original);
                StartedNode other = StartedNode.start(copy)) {
            int asked = 0;
            for (String zone : VIEWS.keySet()) {
                for (Question question : questions(one, zone)) {
                    CompletableFuture<HttpResponse<byte[]>> meanwhile =
                            http.sendAsync(request(other, question), BodyHandlers.ofByteArray());
                    HttpResponse<byte[]> answer = ask(one, question);
                    HttpResponse<byte[]> alike = meanwhile.join();
                    assertThat(alike.statusCode()).as(question.toString()).isEqualTo(answer.statusCode());
                    assertThat(new String(alike.body(), StandardCharsets.UTF_8))
                            .as(question.toString())
                            .isEqualTo(new String(answer.body(), StandardCharsets.UTF_8));
                    asked++;
                }
            }
            Effort.report("export: %d questions answered alike to the byte, seed %d".formatted(asked, seed));
        }
        assertThat(withoutAddresses(story(copy))).isEqualTo(told);
        var _ = done(copy, "verify", "--data", copy.toString());
    }

    private static String withoutAddresses(Run run) {
        return run.output()
                .lines()
                .filter(line -> !line.startsWith("f6:"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private record Question(String method, String path, String body) {}

    private HttpResponse<byte[]> ask(StartedNode node, Question question) throws Exception {
        return http.send(request(node, question), BodyHandlers.ofByteArray());
    }

    private static HttpRequest request(StartedNode node, Question question) {
        return HttpRequest.newBuilder(node.address().resolve(question.path()))
                .header("Authorization", "Bearer " + node.token("ambtenaar"))
                .header("Content-Type", "application/json")
                .method(question.method(), BodyPublishers.ofString(question.body()))
                .build();
    }

    private List<Question> questions(StartedNode node, String zone) throws Exception {
        String at = "/v1/" + zone;
        Question page = new Question("GET", at + "/feed/pages/0", "");
        JsonNode events = Api.JSON.readTree(ask(node, page).body());
        assertThat(events.size()).isGreaterThan(5);
        Set<String> objects = new LinkedHashSet<>();
        List<String> moments = new ArrayList<>();
        List<Question> questions = new ArrayList<>(List.of(page, new Question("GET", at + "/feed", "")));
        for (JsonNode event : events) {
            event.at("/data/object_ids").forEach(id -> objects.add(id.asString()));
            moments.add(event.at("/data/created_at").asString());
            questions.add(new Question(
                    "GET", "%s/events/%s/impact".formatted(at, event.at("/id").asString()), ""));
        }
        for (String object : objects) {
            questions.add(new Question("GET", "%s/objects/%s/history".formatted(at, object), ""));
            questions.add(new Question("GET", "%s/feed/events?object=%s".formatted(at, object), ""));
            questions.add(new Question(
                    "POST",
                    at + "/graphql",
                    Api.JSON.writeValueAsString(Map.of(
                            "query",
                            "{ events(objectId: \"%s\") { id head position createdAt eventType eventKind eventData } }"
                                    .formatted(object)))));
            for (Map.Entry<String, String> view :
                    VIEWS.getOrDefault(zone, Map.of()).entrySet()) {
                String of = "%s/objects/%s/views/%s".formatted(at, object, view.getKey());
                questions.add(new Question("GET", of + "/timeline", ""));
                for (int i = 0; i < Effort.HISTORY_OPERATIONS.count() / 500; i++) {
                    String when = "geldigOp=%s&%s=%s"
                            .formatted(
                                    LocalDate.parse("1980-01-01").plusDays(random.nextInt(17_000)),
                                    random.nextBoolean() ? "beschikbaarOp" : "asserted=true&beschikbaarOp",
                                    moments.get(random.nextInt(moments.size())));
                    questions.add(new Question("GET", of + "?" + when, ""));
                    questions.add(new Question(
                            "GET", "%s/fields/%s/explanation?%s".formatted(of, view.getValue(), when), ""));
                }
            }
            questions.add(new Question(
                    "GET",
                    "%s/objects/%s/diff?fromTime=%s".formatted(at, object, moments.get(random.nextInt(moments.size()))),
                    ""));
        }
        return questions;
    }

    @Test
    void an_import_that_was_cut_off_is_repeated() throws Exception {
        Path file = Files.writeString(
                copy.resolveSibling(copy.getFileName() + ".ndjson"), WrittenLog.births(60_000), StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            Process importing = StartedNode.f6(copy, "import", file.toString(), "--data", copy.toString());
            long millis = random.nextLong(1_500, 6_000);
            assertThat(importing.waitFor(millis, TimeUnit.MILLISECONDS)).isIn(true, false);
            importing.toHandle().destroyForcibly();
            assertThat(importing.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(done(copy, "import", file.toString(), "--data", copy.toString())
                        .output())
                .containsPattern("log zone_burgerlijke_stand: [0-9,]+ events added, [0-9,]+ were there already");
        Path out = copy.resolveSibling(copy.getFileName() + "-again.ndjson");
        var _ = done(copy, "export", "--zone", "burgerlijke-stand", "--out", out.toString(), "--data", copy.toString());
        assertThat(Files.readString(out).lines().count()).isEqualTo(60_002);
        assertThat(done(copy, "import", out.toString(), "--data", copy.toString())
                        .output())
                .contains(" 0 events added, 60,000 were there already");
        var _ = done(copy, "verify", "--data", copy.toString());
    }

    @Test
    void a_file_that_is_not_whole_changes_nothing() throws Exception {
        String sound = WrittenLog.births(30);
        Path file = copy.resolveSibling(copy.getFileName() + ".ndjson");
        Files.writeString(file, sound.replace("Nr 17", "Nr 71"));
        Run altered = f6(copy, "import", file.toString(), "--data", copy.toString());
        assertThat(altered.status()).isEqualTo(2);
        assertThat(altered.errors())
                .contains(file + ", line 32: the file was altered")
                .doesNotContain("\tat ");
        assertThat(copy.resolve("data")).doesNotExist();

        Files.writeString(file, sound);
        assertThat(f6(copy, "import", file.toString(), "--zone", "pensioenen", "--data", copy.toString())
                        .errors())
                .contains("line 1: it is of log zone_burgerlijke_stand, and not of zone pensioenen");
        assertThat(done(copy, "import", file.toString(), "--check", "--data", copy.toString())
                        .output())
                .contains("is whole: 30 events of log zone_burgerlijke_stand");
        assertThat(copy.resolve("data")).doesNotExist();

        var _ = done(copy, "import", file.toString(), "--data", copy.toString());
        Files.writeString(
                file,
                WrittenLog.sealed(
                        sound.substring(0, sound.lastIndexOf("{\"sha256")).replace("Nr 17", "Nr 71")));
        Run other = f6(copy, "import", file.toString(), "--data", copy.toString());
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.errors()).contains("has another event at position 17").doesNotContain("\tat ");
    }

    @Test
    void wrong_use_is_explained() throws Exception {
        Path file = Files.writeString(copy.resolveSibling(copy.getFileName() + ".ndjson"), "");
        String data = copy.toString();
        assertThat(f6(copy, "export", "--zone", "x", "--out", "x.ndjson", "--data", data))
                .satisfies(run -> assertThat(run.status()).isEqualTo(2))
                .satisfies(run -> assertThat(run.errors()).contains("no node has kept data in"));
        assertThat(f6(copy, "export", "--out", "x.ndjson", "--data", data).errors())
                .contains("which log?");
        assertThat(f6(copy, "import", "nergens.ndjson", "--data", data).errors())
                .contains("there is no file nergens.ndjson");
        assertThat(f6(copy, "import", file.toString(), "--data", data).errors())
                .contains("line 1: the file ends early")
                .doesNotContain("\tat ");
    }
}
