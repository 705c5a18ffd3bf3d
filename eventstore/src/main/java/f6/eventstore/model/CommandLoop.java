package f6.eventstore.model;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries out commands: reads the boundary, decides, records on condition that nothing came between, and begins
/// again when something did.
///
/// One loop serves all threads: its commands that have lost once go one after another where their boundaries meet,
/// so that of many on one boundary each is served.
public final class CommandLoop {
    /// Who loses so often is told; more attempts would only delay the others.
    public static final int MAX_ATTEMPTS = 20;
    /// Events folded on top of a snapshot before a new one is kept: fewer cost more to write than they save.
    public static final int SNAPSHOT_EVERY = 20;

    private final EventStore store;
    private final @Nullable Snapshots snapshots;
    private final Lanes lanes = new Lanes();

    public CommandLoop(EventStore store) {
        this(store, null);
    }

    /// @param snapshots where deciders that have a format keep states
    public CommandLoop(EventStore store, @Nullable Snapshots snapshots) {
        this.store = store;
        this.snapshots = snapshots;
    }

    /// @param state after all events of the boundary up to a position, or later
    /// @param folded how many events were folded on top of a snapshot
    private record Folded<S>(S state, Position upTo, int folded) {}

    /// Carries out a command. Sent again, it is decided anew.
    public <C, S> Outcome handle(Decider<C, S> decider, C command) {
        Query boundary = decider.boundary(command);
        Lanes.Lane lane = lanes.of(boundary);
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                lane.enter(attempt > 0);
                Optional<Outcome> outcome = attempt(decider, command, boundary);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            return new Outcome.Conflict(MAX_ATTEMPTS);
        } finally {
            lane.leave();
        }
    }

    /// Carries out a command once, however often it is sent: if it cannot be carried out now because it was
    /// before, it is answered with what it recorded then.
    ///
    /// @param key the id of an event that the decider records for this command and for no other
    public <C, S> Outcome handle(Decider<C, S> decider, C command, EventId key) {
        Outcome outcome = handle(decider, command);
        return outcome instanceof Outcome.Recorded recorded
                        && !recorded.events().isEmpty()
                ? outcome
                : store.find(key)
                        .<Outcome>map(stored -> new Outcome.Recorded(List.of(stored)))
                        .orElse(outcome);
    }

    /// @return empty when others came between
    private <C, S> Optional<Outcome> attempt(Decider<C, S> decider, C command, Query boundary) {
        Folded<S> folded = fold(decider, boundary);
        return switch (decider.decide(command, folded.state())) {
            case Decision.Refused refused -> Optional.of(new Outcome.Refused(refused.reason()));
            case Decision.Accepted accepted
            when accepted.events().isEmpty() -> Optional.of(new Outcome.Recorded(List.of()));
            case Decision.Accepted accepted ->
                switch (store.append(accepted.events(), AppendCondition.noneMatchesAfter(boundary, folded.upTo()))) {
                    case AppendResult.Appended appended -> Optional.of(new Outcome.Recorded(appended.events()));
                    case AppendResult.Refused refused -> Optional.of(new Outcome.Refused(refused.reason()));
                    case AppendResult.IdTaken taken ->
                        Optional.of(new Outcome.Refused("event id %s is taken".formatted(taken.id())));
                    case AppendResult.Conflict _ -> Optional.empty();
                };
        };
    }

    /// The state that a command would be decided on now.
    public <C, S> S state(Decider<C, S> decider, C command) {
        return fold(decider, decider.boundary(command)).state();
    }

    /// Folds the boundary of each snapshot of a decider from its first event, and compares.
    ///
    /// @return in words, which snapshots hold something else; empty when all are right
    public <C, S> List<String> verifySnapshots(Decider<C, S> decider) {
        List<String> wrong = new ArrayList<>();
        if (snapshots == null || decider.snapshots().isEmpty()) {
            return wrong;
        }
        SnapshotFormat<S> format = decider.snapshots().get();
        for (SnapshotKey key : snapshots.keys(format.name())) {
            Optional<Snapshots.Snapshot> kept =
                    snapshots.load(key, format.fingerprint()).snapshot();
            if (kept.isPresent()) {
                Position upTo = kept.get().position();
                Iterator<StoredEvent> events = store.read(key.boundary(), ReadOptions.FORWARD)
                        .takeWhile(event -> !event.position().isAfter(upTo))
                        .iterator();
                S state = fold(decider, decider.initial(), upTo, events).state();
                if (!format.write().apply(state).equals(kept.get().state())) {
                    wrong.add("%s at position %s: %s instead of %s"
                            .formatted(
                                    key.text(),
                                    upTo,
                                    kept.get().state(),
                                    format.write().apply(state)));
                }
            }
        }
        return wrong;
    }

    private <C, S> Folded<S> fold(Decider<C, S> decider, Query boundary) {
        Position reached = store.reached();
        Optional<SnapshotFormat<S>> format = decider.snapshots();
        if (snapshots == null || format.isEmpty()) {
            Iterator<StoredEvent> events =
                    store.read(boundary, ReadOptions.FORWARD).iterator();
            return fold(decider, decider.initial(), reached, events);
        }
        SnapshotKey key = new SnapshotKey(format.get().name(), boundary);
        Snapshots.Loaded loaded = snapshots.load(key, format.get().fingerprint());
        S start = loaded.snapshot()
                .map(snapshot -> format.get().read().apply(snapshot.state()))
                .orElseGet(decider::initial);
        Position from = loaded.snapshot().map(Snapshots.Snapshot::position).orElse(Position.START);
        Folded<S> folded = fold(
                decider,
                start,
                from.isAfter(reached) ? from : reached,
                loaded.since().iterator());
        if (folded.folded() >= SNAPSHOT_EVERY) {
            snapshots.save(
                    key,
                    new Snapshots.Snapshot(
                            format.get().fingerprint(),
                            folded.upTo(),
                            format.get().write().apply(folded.state())));
        }
        return folded;
    }

    private static <C, S> Folded<S> fold(
            Decider<C, S> decider, S start, Position reached, Iterator<StoredEvent> events) {
        S state = start;
        Position upTo = reached;
        int folded = 0;
        while (events.hasNext()) {
            StoredEvent event = events.next();
            state = decider.evolve(state, event);
            upTo = event.position().isAfter(upTo) ? event.position() : upTo;
            folded++;
        }
        return new Folded<>(state, upTo, folded);
    }
}
