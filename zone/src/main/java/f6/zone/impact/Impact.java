package f6.zone.impact;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.Judgement;
import f6.eventstore.timeline.MaterialTime;
import f6.eventstore.timeline.Reading;
import f6.zone.definition.DecisionBasis;
import f6.zone.definition.DecisionBasis.Read;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.impact.Decisions.Run;
import f6.zone.view.ObjectChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the decisions that relied on what an event changes.
public final class Impact {
    /// Of decisions that follow a found one in the log and may build on it by reference.
    private static final int MAX_SCANNED = 100_000;
    /// Each rule is run twice; who changes more than this should plan for it.
    public static final int MAX_FOUND = 1_000;

    private final ZoneDefinition definition;
    private final EventStore store;
    private final StoredEvent changing;
    private final List<ObjectChanges> changes;
    private final Set<EventType> types;
    private final Map<EventId, Reliance> found = new LinkedHashMap<>();

    private Impact(ZoneDefinition definition, EventStore store, StoredEvent changing, List<ObjectChanges> changes) {
        this.definition = definition;
        this.store = store;
        this.changing = changing;
        this.changes = changes;
        this.types = definition.events().values().stream()
                .filter(type -> type.decision().isPresent())
                .map(EventDefinition::type)
                .collect(Collectors.toSet());
    }

    /// @param changing the event, stored or as it would be
    /// @param changes what it makes known otherwise
    /// @return in the order of the log
    /// @throws InvalidValue when there are more than [#MAX_FOUND]
    public static List<Reliance> of(
            StoredEvent changing, List<ObjectChanges> changes, ZoneDefinition definition, EventStore store) {
        Impact impact = new Impact(definition, store, changing, changes);
        if (!impact.types.isEmpty()) {
            changes.forEach(changed -> impact.look(changed.object()));
            impact.follow();
        }
        return impact.found.values().stream()
                .sorted((one, other) ->
                        one.decision().position().compareTo(other.decision().position()))
                .toList();
    }

    private void look(ObjectId changed) {
        store.read(Query.of(types, Set.of(changed)), ReadOptions.FORWARD)
                .filter(this::isEarlierDecision)
                .filter(stored -> !found.containsKey(stored.id()))
                .forEach(stored -> basis(stored).ifPresent(basis -> {
                    List<Read> touched = touched(basis);
                    if (!touched.isEmpty()) {
                        add(stored, basis, touched, Optional.empty());
                    }
                }));
    }

    private boolean isEarlierDecision(StoredEvent stored) {
        return stored.event().kind() == EventKind.CLAIM && changing.position().isAfter(stored.position());
    }

    private static Optional<DecisionBasis> basis(StoredEvent decision) {
        try {
            return Optional.of(DecisionBasis.of(decision.event().data()));
        } catch (InvalidValue e) {
            return Optional.empty(); // recorded before its type was a decision
        }
    }

    private List<Read> touched(DecisionBasis basis) {
        MaterialTime material = new MaterialTime(basis.material());
        return basis.reads().stream()
                .filter(read -> changes.stream()
                        .filter(changed -> changed.object().equals(read.object()))
                        .flatMap(changed -> changed.changes().stream())
                        .anyMatch(change -> change.attribute().equals(read.field()) && change.contains(material)))
                .toList();
    }

    private void add(StoredEvent decision, DecisionBasis basis, List<Read> touched, Optional<EventId> through) {
        EventDefinition type = definition.events().get(decision.event().type().name());
        if (type == null || type.decision().isEmpty()) {
            return;
        }
        InvalidValue.require(
                found.size() < MAX_FOUND, "more than %d decisions rely on what this changes".formatted(MAX_FOUND));
        EventData data = read(type, decision);
        History all = Boundary.of(decision.event().objects(), store, definition).history();
        boolean inForce = all.judgement(decision.id(), Position.END, Reading.LEGAL)
                .map(Judgement::inForce)
                .orElse(false);
        // What the decision itself led to is no reason for it.
        History others = all.with(List.of(changing)).without(decision);
        MaterialTime material = new MaterialTime(basis.material());
        Decisions rules = new Decisions(definition);
        Position last = new Position(changing.position().value() - 1);
        Run before = rules.run(type, type.decision().get(), data, others, material, last);
        Run after = rules.run(type, type.decision().get(), data, others, material, changing.position());
        Reliance.Effect effect = before.inputs().equals(after.inputs())
                ? Reliance.Effect.INPUT_UNCHANGED
                : before.outcome().equals(after.outcome())
                        ? Reliance.Effect.SAME_OUTCOME
                        : Reliance.Effect.OUTCOME_CHANGED;
        found.put(
                decision.id(),
                new Reliance(decision, inForce, effect, touched, through, before.outcome(), after.outcome()));
    }

    /// What its source said, by the version of the rule that is run again.
    private static EventData read(EventDefinition type, StoredEvent decision) {
        try {
            return type.current(decision.event().version(), decision.event().data());
        } catch (InvalidValue e) {
            return decision.event().data();
        }
    }

    /// Those that refer to one that was found, and those that refer to these.
    private void follow() {
        Optional<Position> first =
                found.values().stream().map(one -> one.decision().position()).min(Position::compareTo);
        if (first.isEmpty()) {
            return;
        }
        List<StoredEvent> later = new ArrayList<>();
        store.read(
                        Query.ofTypes(types.toArray(EventType[]::new)),
                        ReadOptions.FORWARD.after(first.get()).limit(MAX_SCANNED))
                .filter(this::isEarlierDecision)
                .filter(stored -> !stored.event().references().isEmpty())
                .forEach(later::add);
        for (StoredEvent stored : later) {
            stored.event().references().stream()
                    .filter(found::containsKey)
                    .findFirst()
                    .filter(through -> !found.containsKey(stored.id()))
                    .ifPresent(through ->
                            basis(stored).ifPresent(basis -> add(stored, basis, List.of(), Optional.of(through))));
        }
    }
}
