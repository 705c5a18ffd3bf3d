package f6.zone;

import static f6.zone.Zonnendaal.REGISTRAR;
import static f6.zone.Zonnendaal.object;
import static f6.zone.Zonnendaal.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.DefinitionDiff.Difference;
import f6.zone.definition.DefinitionException;
import f6.zone.management.Change;
import f6.zone.management.DefinitionFollower;
import f6.zone.management.Keeping;
import f6.zone.management.ManagementLog;
import f6.zone.management.Usable;
import f6.zone.management.ZoneDefinitions;
import f6.zone.management.ZoneDefinitions.Offered;
import f6.zone.observe.ZoneObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// What nodes on one database make of definitions that are proposed, activated and rolled back.
class ZoneDefinitionsTest {
    private static final Source KEEPER = new Source(new UUID(9, 9), "beheerder");
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String FIRST = UpcastTest.FIRST;
    private static final String THIRD = UpcastTest.THIRD;

    private final EventStore management = new InMemoryEventStore();
    private final EventStore events = new InMemoryEventStore();
    private final List<String> said = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final ZoneDefinitions node = started(FIRST);

    private ZoneDefinitions started(String text) {
        Keeping keeping = (definition, folding) -> {
            kept.add(folding);
            return KeptTimelines.NONE;
        };
        return ZoneDefinitions.start(
                new ManagementLog(management, Clock.systemUTC()),
                Offered.of("bomen.yaml", text),
                events,
                Clock.systemUTC(),
                keeping,
                Usable.ALWAYS,
                ZoneObserver.NONE,
                said::add);
    }

    private static EventId proposed(ZoneDefinitions node, String text) {
        return node.propose(KEEPER, text).proposal().id();
    }

    private static String version(ZoneDefinitions node) {
        return node.zone().definition().version();
    }

    private static Outcome plant(ZoneDefinitions node, Map<String, Object> data) {
        return node.zone()
                .handle(
                        REGISTRAR,
                        new Command.RecordClaim(
                                EventId.next(),
                                "Boom",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                new EventData(data)));
    }

    private static Map<String, Object> oldTree() {
        return Map.of("boom", object().toString(), "soort", "linde", "straat", "Brink");
    }

    private static Map<String, Object> newTree() {
        return Map.of("boom", object().toString(), "soort", "linde", "plaats", Map.of("straat", "Brink"));
    }

    @Test
    void a_definition_is_proposed_activated_and_rolled_back_while_the_zone_runs() {
        var _ = recorded(plant(node, oldTree()));
        EventId third = proposed(node, THIRD);
        assertThat(version(node)).isEqualTo("1");

        assertThat(node.activate(KEEPER, third)).isInstanceOf(Change.Done.class);

        assertThat(version(node)).isEqualTo("3");
        assertThat(plant(node, oldTree())).isInstanceOf(Outcome.Refused.class);

        assertThat(node.rollBack(KEEPER)).isInstanceOf(Change.Done.class);

        assertThat(version(node)).isEqualTo("1");
        assertThat(recorded(plant(node, oldTree())).event().version()).isEqualTo("1");
        assertThat(node.rollBack(KEEPER)).isInstanceOf(Change.Refused.class);
    }

    @Test
    void every_change_is_a_fact_told_by_who_asked() {
        EventId third = proposed(node, THIRD);
        var _ = node.activate(KEEPER, third);
        var _ = node.rollBack(KEEPER);

        List<StoredEvent> log =
                management.read(Query.all(), ReadOptions.FORWARD).toList();
        assertThat(log)
                .extracting(stored -> stored.event().type().name())
                .containsExactly(
                        "DefinitionProposed",
                        "DefinitionActivated",
                        "DefinitionProposed",
                        "DefinitionActivated",
                        "DefinitionRolledBack");
        assertThat(log.subList(2, 5))
                .extracting(stored -> stored.event().source())
                .containsOnly(KEEPER);
        assertThat(log.get(2).event().data().members()).containsEntry("text", THIRD);
    }

    @Test
    void what_fits_no_longer_is_named_and_the_definition_refused() {
        var _ = recorded(plant(node, oldTree()));
        var _ = recorded(plant(node, oldTree()));
        String withoutUpcasts = THIRD.replaceFirst("(?s) {4}upcast:.*?(?= {4}require:)", "");
        EventId unfit = proposed(node, withoutUpcasts);

        assertThat(node.check(unfit)).hasValueSatisfying(check -> {
            assertThat(check.unfit()).isEqualTo(2);
            assertThat(check.first()).extracting(one -> one.position().value()).containsExactly(1L, 2L);
        });
        assertThat(node.activate(KEEPER, unfit)).isInstanceOf(Change.Unfit.class);
        assertThat(version(node)).isEqualTo("1");
    }

    @Test
    void a_definition_that_cannot_be_left_for_the_one_before_says_what_is_in_the_way() {
        var _ = node.activate(KEEPER, proposed(node, THIRD));
        var _ = recorded(plant(node, newTree()));

        assertThat(node.rollBack(KEEPER))
                .isInstanceOfSatisfying(
                        Change.Unfit.class,
                        unfit -> assertThat(unfit.check().first())
                                .singleElement()
                                .satisfies(one -> assertThat(one.why()).contains("version 3")));
        assertThat(version(node)).isEqualTo("3");
    }

    @Test
    void rolling_back_twice_goes_back_two_steps() {
        String second = FIRST.replace("version: \"1\"\norganisation", "version: \"2\"\norganisation");
        var _ = node.activate(KEEPER, proposed(node, second));
        var _ = node.activate(KEEPER, proposed(node, THIRD));
        var _ = node.rollBack(KEEPER);
        assertThat(version(node)).isEqualTo("2");
        var _ = node.rollBack(KEEPER);
        assertThat(version(node)).isEqualTo("1");
        assertThat(node.rollBack(KEEPER)).isInstanceOf(Change.Refused.class);
    }

    @Test
    void what_is_proposed_or_activated_twice_is_done_once() {
        ZoneDefinitions.Proposed first = node.propose(KEEPER, THIRD);
        ZoneDefinitions.Proposed again = node.propose(KEEPER, THIRD);
        assertThat(again.proposal()).isEqualTo(first.proposal());
        assertThat(again.isNew()).isFalse();

        Change done = node.activate(KEEPER, first.proposal().id());
        assertThat(node.activate(KEEPER, first.proposal().id())).isEqualTo(done);
        assertThat(management.head().value()).isEqualTo(4);
    }

    @Test
    void what_is_no_definition_of_this_zone_is_not_taken() {
        assertThatThrownBy(() -> node.propose(KEEPER, "zone: [")).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> node.propose(KEEPER, FIRST.replace("zone: bomen", "zone: struiken")))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("struiken");
        assertThatThrownBy(() -> node.propose(KEEPER, FIRST + "#".repeat(ZoneDefinitions.MAX_TEXT)))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("900000");
        assertThat(node.activate(KEEPER, EventId.next())).isInstanceOf(Change.NoSuchDefinition.class);
        assertThat(management.head().value()).isEqualTo(2);
    }

    @Test
    void a_file_that_was_seen_before_changes_nothing_at_a_start() {
        var _ = node.activate(KEEPER, proposed(node, THIRD));

        ZoneDefinitions restarted = started(FIRST);

        assertThat(version(restarted)).isEqualTo("3");
        assertThat(said).singleElement().asString().contains("bomen.yaml").contains("rules");
    }

    @Test
    void a_file_that_was_never_seen_rules_from_the_start_if_it_fits() {
        var _ = recorded(plant(node, oldTree()));
        assertThat(version(started(THIRD))).isEqualTo("3");

        String unfit = THIRD.replace("version: \"3\"\norganisation", "version: \"4\"\norganisation")
                .replaceFirst("(?s) {4}upcast:.*?(?= {4}require:)", "");
        assertThatThrownBy(() -> started(unfit))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("position 1");
        assertThat(management.head().value()).isEqualTo(4);
    }

    @Test
    void other_nodes_follow() {
        ZoneDefinitions other = started(FIRST);
        try (var _ = new DefinitionFollower(new ManagementLog(management, Clock.systemUTC()), List.of(other))) {
            var _ = node.activate(KEEPER, proposed(node, THIRD));
            await(other, "3");
            var _ = node.rollBack(KEEPER);
            await(other, "1");
        }
    }

    private static void await(ZoneDefinitions node, String version) {
        Instant end = Instant.now().plus(BOUND);
        while (!version(node).equals(version)) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Test
    void what_is_kept_is_made_anew_only_when_states_may_differ() {
        String otherRights = FIRST.replace("claim: \"*\"", "claim: [Boom]");
        String otherRule = FIRST.replace("staat er al", "is er al");
        var _ = node.activate(KEEPER, proposed(node, otherRights));
        var _ = node.activate(KEEPER, proposed(node, otherRule));
        assertThat(kept).hasSize(1);

        var _ = node.activate(KEEPER, proposed(node, THIRD));
        var _ = node.rollBack(KEEPER);
        assertThat(kept).hasSize(3).doesNotHaveDuplicates();
        assertThat(kept.get(0).split("@")[0]).isEqualTo(kept.get(2).split("@")[0]);

        var _ = started(FIRST);
        assertThat(kept.getLast()).isEqualTo(kept.get(2));
    }

    @Test
    void a_differences_list_reads_as_the_definition_does() {
        EventId third = proposed(node, THIRD);

        assertThat(node.diff(third, Optional.empty()).orElseThrow())
                .extracting(Difference::toString)
                .contains(
                        "~ version: \"1\" -> \"3\"",
                        "- event Boom: field hoogteInCentimeter",
                        "+ event Boom: field hoogte",
                        "+ event Boom: upcast from 1",
                        "+ event Boom: effect boom set plaats")
                .noneMatch(line -> line.contains("authority") || line.contains("rule") || line.contains("view"));
        assertThat(node.diff(third, Optional.of(third)).orElseThrow()).isEmpty();
    }

    /// No event is of another definition than the one that ruled when it was stored: after an activation returns,
    /// none that the former one decided is appended.
    @Test
    void commands_collide_with_activations() throws Exception {
        EventId first = node.book().active().orElseThrow().definition();
        String both = THIRD.replace("required: [boom, soort, plaats]", "required: [boom, soort]")
                .replace("plaats: \"data.plaats\"", "plaats: \"has(data.plaats) ? data.plaats : null\"");
        String back = FIRST.replace(
                "    require:",
                "    upcast: [{from: \"3\", data: {plaats: \"null\", hoogte: \"null\"}}]\n    require:");
        EventId there = proposed(node, both);
        EventId here = proposed(node, back);
        assertThat(first).isNotEqualTo(here);
        int clients = 6;
        int each = 60;
        CyclicBarrier start = new CyclicBarrier(clients + 1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> planting = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                planting.add(threads.submit(() -> {
                    start.await();
                    int done = 0;
                    for (int i = 0; i < each; i++) {
                        Map<String, Object> tree = Map.of("boom", object().toString(), "soort", "linde");
                        done += plant(node, tree) instanceof Outcome.Recorded ? 1 : 0;
                    }
                    return done;
                }));
            }
            start.await();
            for (int turn = 0; turn < 20; turn++) {
                String before = turn % 2 == 0 ? "1" : "3";
                Change change = node.activate(KEEPER, turn % 2 == 0 ? there : here);
                long since = events.head().value();
                assertThat(change).isInstanceOf(Change.Done.class);
                LockSupport.parkNanos(100_000);
                assertThat(events.read(Query.all(), ReadOptions.FORWARD.after(new Position(since))))
                        .noneMatch(stored -> stored.event().version().equals(before));
            }
            int all = 0;
            for (Future<Integer> client : planting) {
                all += client.get();
            }
            assertThat(all).isEqualTo(clients * each);
            assertThat(events.head().value()).isEqualTo(all);
        }
    }
}
