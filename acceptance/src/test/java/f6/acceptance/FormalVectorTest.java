package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// An answer names the formal vector it was computed at, and is the same to the byte when asked again at it, while
/// others write.
class FormalVectorTest {
    private static final String ZONE = "/v1/burgerlijke-stand";
    private static final int OBJECTS = 6;
    private static final int QUESTIONS = 120;
    private static final int WRITERS = 3;

    private final StartedNode node = StartedNode.shared();
    private final List<String> people =
            Stream.generate(() -> UUID.randomUUID().toString()).limit(OBJECTS).toList();

    private static Map<String, Object> date(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    private void write(String decision, String type, Map<String, Object> data) {
        String claim = UUID.randomUUID().toString();
        Map<String, Object> acceptance = Map.of(
                "command", "validate", "id", UUID.randomUUID(), "eventId", claim, "seen", claim, "decision", decision);
        Map<String, Object> record =
                Map.of("command", "record", "type", type, "input", Map.of("id", claim, "data", data));
        Exchanged answer =
                Exchanged.post(node, "ambtenaar", ZONE + "/commands", Map.of("commands", List.of(record, acceptance)));
        assertThat(answer.status()).as(answer.text()).isIn(201, 409, 422);
    }

    private void writeSomething(Random random) {
        String person = people.get(random.nextInt(OBJECTS));
        String day = "20%02d-03-04".formatted(random.nextInt(24));
        String decision = random.nextInt(5) == 0 ? "REJECT" : "ACCEPT";
        if (random.nextBoolean()) {
            write(
                    decision,
                    "Geboorte",
                    Map.of("kind", person, "datum", date(day), "naam", Map.of("geslachtsnaam", "A" + day)));
        } else {
            write(
                    decision,
                    "Naamswijziging",
                    Map.of("persoon", person, "datum", date(day), "naam", Map.of("geslachtsnaam", "B" + day)));
        }
    }

    private Exchanged get(String path) {
        return Exchanged.get(node, "ambtenaar", ZONE + path, "application/json");
    }

    private static String moment(Random random, Instant begin, String separator) {
        if (random.nextInt(3) == 0) {
            return "";
        }
        long micros = Math.max(1, Duration.between(begin, Instant.now()).toNanos() / 1_000);
        Instant moment = begin.plus(random.nextLong(micros), ChronoUnit.MICROS);
        return separator + "beschikbaarOp=" + URLEncoder.encode(moment.toString(), StandardCharsets.UTF_8);
    }

    private String question(Random random) {
        String object = "/objects/" + people.get(random.nextInt(OBJECTS));
        String day = "geldigOp=20%02d-06-07".formatted(random.nextInt(25));
        return switch (random.nextInt(4)) {
            case 0 -> object + "/views/persoon?" + day;
            case 1 -> object + "/views/persoon?asserted=true&" + day;
            case 2 -> object + "/views/persoon/fields/naam/explanation?" + day;
            default -> "/events?limit=20&newestFirst=true";
        };
    }

    /// Without the question's own moment, at the vector that its answer named.
    private static String again(String question, JsonNode vector) {
        String zone = "burgerlijke-stand";
        return question + "&formal=" + zone + "=" + vector.at("/" + zone).asLong();
    }

    @Test
    void an_answer_asked_for_again_at_its_vector_is_the_same_to_the_byte_while_others_write() throws Exception {
        long seed = Long.getLong("f6.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Instant begin = Instant.now();
        for (int i = 0; i < 20; i++) {
            writeSomething(random);
        }
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random own = new Random(random.nextLong());
            writers.add(Thread.ofVirtual().start(() -> {
                while (!isOver.get()) {
                    writeSomething(own);
                }
            }));
        }
        Map<String, String> answers = new LinkedHashMap<>();
        try {
            for (int i = 0; i < QUESTIONS; i++) {
                String question = question(random);
                Exchanged first = get(question + moment(random, begin, "&"));
                assertThat(first.status()).as(question).isIn(200, 404);
                if (first.status() == 200) {
                    JsonNode vector = first.json().at("/formal");
                    assertThat(first.header("Formal-Vector"))
                            .isEqualTo("burgerlijke-stand="
                                    + vector.at("/burgerlijke-stand").asLong());
                    assertThat(get(again(question, vector)).text()).as(question).isEqualTo(first.text());
                    answers.put(again(question, vector), first.text());
                }
            }
        } finally {
            isOver.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
        assertThat(answers).hasSizeGreaterThan(QUESTIONS / 4);
        answers.forEach((question, text) ->
                assertThat(get(question).text()).as(question).isEqualTo(text));
        System.out.printf("%d answers asked for again at their vectors%n", answers.size());
    }

    @Test
    void a_vector_is_taken_wherever_a_position_is() {
        String person = people.getFirst();
        write(
                "ACCEPT",
                "Geboorte",
                Map.of("kind", person, "datum", date("2020-01-01"), "naam", Map.of("geslachtsnaam", "A")));
        JsonNode before = get("/objects/" + person + "/views/persoon").is(200).at("/formal");
        write(
                "ACCEPT",
                "Naamswijziging",
                Map.of("persoon", person, "datum", date("2021-01-01"), "naam", Map.of("geslachtsnaam", "B")));
        long position = before.at("/burgerlijke-stand").asLong();

        assertThat(get("/objects/%s/diff?fromFormal=burgerlijke-stand=%d".formatted(person, position))
                        .is(200)
                        .at("/fromFormal"))
                .isEqualTo(before);
        Api zone = new Api(node, "burgerlijke-stand", "ambtenaar");
        JsonNode asked = zone.ask(
                "query ($id: ID!, $formal: JSON) { persoon(id: $id, formal: $formal) { formal naam { geslachtsnaam } }"
                        + " eventPage(objectId: $id, formal: $formal) { formal events { id } } }",
                Map.of("id", person, "formal", Map.of("burgerlijke-stand", position)));
        assertThat(asked.at("/persoon/formal")).isEqualTo(before);
        assertThat(asked.at("/persoon/naam/geslachtsnaam").asString()).isEqualTo("A");
        assertThat(asked.at("/eventPage/events")).hasSize(2);
        JsonNode found = zone.post(
                        "/views/persoon/search",
                        Map.of(
                                "where",
                                List.of(Map.of("field", "naam", "present", true)),
                                "formal",
                                Map.of("burgerlijke-stand", position),
                                "limit",
                                1))
                .ok(200);
        assertThat(found.at("/formal")).isEqualTo(before);
        assertThat(found.at("/next")).isEqualTo(found.at("/ids/0"));
    }

    @Test
    void a_vector_that_is_none_is_refused() {
        String state = "/objects/" + people.getFirst() + "/views/persoon?formal=";
        for (String vector : List.of(
                "",
                "12",
                "burgerlijke-stand",
                "burgerlijke-stand=-1",
                "burgerlijke-stand=1,burgerlijke-stand=1",
                "adreshuishouding=1",
                "burgerlijke-stand=1,adreshuishouding=1",
                "burgerlijke-stand=99999999999999999999")) {
            assertThat(get(state + vector).problem(400).at("/detail").asString())
                    .as(vector)
                    .startsWith("/formal: ");
        }
        assertThat(get(state + "burgerlijke-stand=1&position=1").problem(400).toString())
                .contains("one of the three");
        var _ = get(state + "burgerlijke-stand=999999999").problem(403);
        Api zone = new Api(node, "burgerlijke-stand", "ambtenaar");
        for (Object vector : List.of(Map.of(), List.of(1), 5, Map.of("burgerlijke-stand", "x"))) {
            assertThat(zone.error(
                                    "query ($id: ID!, $formal: JSON) { persoon(id: $id, formal: $formal) { id } }",
                                    Map.of("id", people.getFirst(), "formal", vector))
                            .at("/extensions/code")
                            .asString())
                    .isEqualTo("INVALID");
        }
    }
}
