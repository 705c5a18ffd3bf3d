package f6.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Validation;
import f6.zone.command.Batch;
import f6.zone.command.BatchOutcome;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.definition.DecisionBasis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// All commands of a batch, or none; each sees what those before it record.
class BatchTest {
    private static final int RACERS = 32;

    private final Zonnendaal stand = new Zonnendaal("burgerlijke-stand");
    private final ObjectId child = Zonnendaal.object();

    private static Command.RecordClaim record(String type, Map<String, ?> data) {
        return new Command.RecordClaim(
                EventId.next(),
                type,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new EventData(new LinkedHashMap<>(data)));
    }

    private Command.RecordClaim birth(String day) {
        return record(
                "Geboorte",
                Map.of(
                        "kind", child.toString(),
                        "datum", Zonnendaal.date(day),
                        "naam", Map.of("geslachtsnaam", "Jansen")));
    }

    private static Command.Validate accepted(Command claim) {
        return new Command.Validate(
                EventId.next(), claim.id(), claim.id(), Validation.Decision.ACCEPT, Optional.empty(), Optional.empty());
    }

    private BatchOutcome sent(Source source, Command... batch) {
        return stand.zone.handle(source, List.of(batch));
    }

    private static List<StoredEvent> recorded(BatchOutcome outcome) {
        assertThat(outcome).isInstanceOf(BatchOutcome.Recorded.class);
        return ((BatchOutcome.Recorded) outcome)
                .commands().stream().map(Outcome.Recorded::event).toList();
    }

    @Test
    void a_claim_is_validated_in_the_batch_that_records_it() {
        Command birth = birth("2024-01-02");

        List<StoredEvent> events = recorded(sent(Zonnendaal.REGISTRAR, birth, accepted(birth)));

        assertThat(events).extracting(StoredEvent::position).containsExactly(new Position(1), new Position(2));
        assertThat(events.get(0).createdAt()).isEqualTo(events.get(1).createdAt());
    }

    @Test
    void nothing_is_stored_when_one_command_is_refused_and_that_one_is_named_with_all_its_broken_rules() {
        Command first = birth("2024-01-02");
        Command again = record(
                "Geboorte",
                Map.of(
                        "kind", child.toString(),
                        "ouders", List.of(child.toString()),
                        "datum", Zonnendaal.date("2999-01-01"),
                        "naam", Map.of("geslachtsnaam", "Jansen")));

        BatchOutcome.Ended ended =
                (BatchOutcome.Ended) sent(Zonnendaal.REGISTRAR, first, accepted(first), again, accepted(again));

        assertThat(ended.index()).hasValue(2);
        assertThat(((Outcome.Refused) ended.outcome()).reason()).isEqualTo(Outcome.Reason.RULE_BROKEN);
        assertThat(((Outcome.Refused) ended.outcome()).violations())
                .extracting(Outcome.Violation::path)
                .containsExactly("/kind", "/ouders", "/datum");
        assertThat(stand.store.head()).isEqualTo(Position.START);
    }

    @Test
    void the_same_batch_again_is_answered_as_the_first_time() {
        Command birth = birth("2024-01-02");
        Command validation = accepted(birth);
        List<StoredEvent> first = recorded(sent(Zonnendaal.REGISTRAR, birth, validation));

        assertThat(recorded(sent(Zonnendaal.REGISTRAR, birth, validation))).isEqualTo(first);
        assertThat(stand.zone.handle(Zonnendaal.REGISTRAR, birth))
                .isEqualTo(new Outcome.Recorded(first.getFirst(), Optional.empty(), false));
        assertThat(stand.store.head()).isEqualTo(new Position(2));
    }

    @Test
    void what_was_recorded_before_counts_as_done_and_the_rest_is_recorded() {
        Command birth = birth("2024-01-02");
        assertThat(stand.zone.handle(Zonnendaal.REGISTRAR, birth)).isInstanceOf(Outcome.Recorded.class);

        List<StoredEvent> events = recorded(sent(Zonnendaal.REGISTRAR, birth, accepted(birth)));

        assertThat(events).extracting(StoredEvent::position).containsExactly(new Position(1), new Position(2));
    }

    @Test
    void an_id_that_belongs_to_another_event_stops_the_batch() {
        Command birth = birth("2024-01-02");
        assertThat(stand.zone.handle(Zonnendaal.PARENT, birth)).isInstanceOf(Outcome.Recorded.class);

        BatchOutcome.Ended ended = (BatchOutcome.Ended) sent(Zonnendaal.REGISTRAR, birth("2024-01-03"), birth);

        assertThat(ended.index()).hasValue(1);
        assertThat(((Outcome.Refused) ended.outcome()).reason()).isEqualTo(Outcome.Reason.ID_TAKEN);
    }

    @Test
    void a_batch_is_not_empty_not_without_end_and_names_each_id_once() {
        Command birth = birth("2024-01-02");

        assertThatThrownBy(() -> sent(Zonnendaal.REGISTRAR)).isInstanceOf(InvalidValue.class);
        List<Command> many = IntStream.rangeClosed(0, Batch.MAX_COMMANDS)
                .mapToObj(i -> (Command) birth("2024-01-02"))
                .toList();
        assertThatThrownBy(() -> stand.zone.handle(Zonnendaal.REGISTRAR, many))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("100");
        assertThat(((BatchOutcome.Ended) sent(Zonnendaal.REGISTRAR, birth, birth)).index())
                .hasValue(1);
    }

    @Test
    void a_decision_names_the_position_at_which_it_saw_what_came_before_it_in_the_batch() {
        Zonnendaal pensions = new Zonnendaal("pensioenen");
        String member = Zonnendaal.object().toString();
        Command reported = record(
                "DeelnemerGemeld",
                Map.of(
                        "deelnemer", member,
                        "geboortedatum", Zonnendaal.date("1945-02-01"),
                        "woonland", Map.of("code", "6030")));
        Command granted = record(
                "PensioenToegekend",
                Map.of(
                        "deelnemer",
                        member,
                        "regeling",
                        "AOW",
                        "bedragPerMaand",
                        1200,
                        "datumIngang",
                        Zonnendaal.date("2012-03-01")));

        List<StoredEvent> events =
                recorded(pensions.zone.handle(Zonnendaal.REGISTRAR, List.of(reported, accepted(reported), granted)));

        DecisionBasis basis = DecisionBasis.of(events.get(2).event().data());
        assertThat(basis.formal()).containsEntry("pensioenen", new Position(2));
        assertThat(basis.reads()).anyMatch(read -> !read.absent());
    }

    @Test
    void of_many_who_register_the_same_birth_one_does() throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        List<BatchOutcome> outcomes = new ArrayList<>();
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<BatchOutcome>> running = IntStream.range(0, RACERS)
                    .mapToObj(i -> racers.submit(() -> {
                        Command birth = birth("2024-01-%02d".formatted(i % 28 + 1));
                        var _ = start.await();
                        return sent(Zonnendaal.REGISTRAR, birth, accepted(birth));
                    }))
                    .toList();
            for (Future<BatchOutcome> one : running) {
                outcomes.add(one.get());
            }
        }

        assertThat(outcomes).filteredOn(BatchOutcome.Recorded.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(BatchOutcome.Ended.class::isInstance)
                .allSatisfy(
                        one -> assertThat(((BatchOutcome.Ended) one).outcome().toString())
                                .contains("is al geboren op"));
        assertThat(stand.store.head()).isEqualTo(new Position(2));
    }
}
