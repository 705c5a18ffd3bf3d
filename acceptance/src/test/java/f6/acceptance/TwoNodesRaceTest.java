package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.postgres.EmbeddedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Clients of two nodes on one database who all want to register the same birth: between deciding and storing
/// nothing can come.
class TwoNodesRaceTest {
    private static final int CLIENTS = 64;
    private static final String COMMANDS = "/v1/burgerlijke-stand/commands";
    private static final List<AutoCloseable> STARTED = new ArrayList<>();
    private static final List<StartedNode> NODES = new ArrayList<>();

    private final String child = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        EmbeddedServer server = EmbeddedServer.start(ReadyFolder.fresh());
        STARTED.add(server);
        for (int i = 0; i < 2; i++) {
            Path data = StartedNode.freshFolder();
            StartedNode node = StartedNode.start(
                    data,
                    Map.of("F6_DATABASE_PASSWORD", server.password()),
                    "--database",
                    server.jdbcUrl(),
                    "--database-user",
                    server.user());
            STARTED.add(node);
            NODES.add(node);
            assertThat(node.token("ambtenaar")).isNotEmpty();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : STARTED.reversed()) {
            one.close();
        }
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private Map<String, Object> birth(String id) {
        return Map.of(
                "command",
                "record",
                "type",
                "Geboorte",
                "input",
                Map.of(
                        "id",
                        id,
                        "data",
                        Map.of(
                                "kind",
                                child,
                                "datum",
                                Map.of("type", "Datum", "datum", "2024-01-02"),
                                "naam",
                                Map.of("geslachtsnaam", "Jansen"))));
    }

    private static Map<String, Object> acceptance(String id, String claim) {
        return Map.of("command", "validate", "id", id, "eventId", claim, "seen", claim, "decision", "ACCEPT");
    }

    /// What each client is answered when all send at once, half of them to each node.
    private static List<Exchanged> race(IntFunction<Map<String, ?>> body) throws Exception {
        CyclicBarrier start = new CyclicBarrier(CLIENTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Exchanged>> running = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> {
                        Map<String, ?> sent = body.apply(i);
                        var _ = start.await();
                        return Exchanged.post(NODES.get(i % 2), "ambtenaar", COMMANDS, sent);
                    }))
                    .toList();
            List<Exchanged> answers = new ArrayList<>();
            for (Future<Exchanged> one : running) {
                answers.add(one.get());
            }
            Map<Integer, Long> counts = new LinkedHashMap<>();
            answers.forEach(one -> counts.merge(one.status(), 1L, Long::sum));
            System.out.printf("%d clients, two nodes: %s%n", CLIENTS, counts);
            return answers;
        }
    }

    private List<JsonNode> eventsOfTheChild() {
        return Exchanged.get(NODES.getFirst(), "ambtenaar", "/v1/burgerlijke-stand/events?object=" + child, "*/*")
                .is(200)
                .at("/events")
                .valueStream()
                .toList();
    }

    @Test
    void of_many_who_register_a_birth_one_does_and_the_others_are_told_that_it_is_there() throws Exception {
        List<Exchanged> answers = race(i -> {
            String claim = id();
            return Map.of("commands", List.of(birth(claim), acceptance(id(), claim)));
        });

        assertThat(answers).filteredOn(one -> one.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(one -> one.status() != 201)
                .allSatisfy(one -> assertThat(
                                one.problem(422).at("/violations/0/message").asString())
                        .isEqualTo(child + " is al geboren op 2024-01-02"));
        assertThat(eventsOfTheChild()).hasSize(2);
    }

    /// Each has a claim of his own that waits, and accepts that.
    @Test
    void of_many_claims_that_wait_one_is_accepted() throws Exception {
        List<String> claims = IntStream.range(0, CLIENTS).mapToObj(i -> id()).toList();
        for (String claim : claims) {
            var _ = Exchanged.post(NODES.getFirst(), "ouder", COMMANDS, birth(claim))
                    .is(201);
        }

        List<Exchanged> answers = race(i -> acceptance(id(), claims.get(i)));

        assertThat(answers).filteredOn(one -> one.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(one -> one.status() != 201)
                .allSatisfy(one -> assertThat(
                                one.problem(422).at("/violations/0/message").asString())
                        .isEqualTo(child + " is al geboren op 2024-01-02"));
    }

    @Test
    void of_many_who_accept_one_claim_one_does_and_the_others_are_told_who_was_first() throws Exception {
        String claim = id();
        var _ = Exchanged.post(NODES.getFirst(), "ouder", COMMANDS, birth(claim))
                .is(201);

        List<Exchanged> answers = race(i -> acceptance(id(), claim));

        List<Exchanged> done =
                answers.stream().filter(one -> one.status() == 201).toList();
        assertThat(done).hasSize(1);
        String first = done.getFirst().json().at("/_embedded/f6:event/id").asString();
        assertThat(answers)
                .filteredOn(one -> one.status() != 201)
                .allSatisfy(one ->
                        assertThat(one.problem(409).at("/head").asString()).isEqualTo(first));
    }

    @Test
    void the_same_command_from_many_is_done_once_and_answered_to_all() throws Exception {
        Map<String, Object> same = birth(id());

        List<Exchanged> answers = race(i -> same);

        assertThat(answers)
                .allSatisfy(one -> assertThat(
                                one.is(201).at("/_embedded/f6:event/position").asLong())
                        .isEqualTo(answers.getFirst()
                                .json()
                                .at("/_embedded/f6:event/position")
                                .asLong()));
        assertThat(eventsOfTheChild()).hasSize(1);
    }
}
