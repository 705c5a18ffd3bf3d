package f6.zone.subscription;

import f6.eventstore.event.Position;
import f6.zone.subscription.DeliveryStore.Change;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One webhook as this node runs it. For one thread.
final class Run {
    /// Told of and not yet kept: what a crash repeats, and what a subscriber may have under way.
    static final int MAX_FRESH = 200;
    /// Retried, parked and held back; with more, the subscription stands still until some are settled.
    static final int MAX_BACKLOG = 10_000;
    /// At a time, to one target.
    static final int MAX_IN_FLIGHT = 8;

    private final Kept kept;
    private final Backlog backlog;
    private Position saved;
    private long failures;
    private Optional<String> lastFailure = Optional.empty();
    int inFlight;
    boolean reading;

    Run(Kept kept, List<Waiting> waiting) {
        this.kept = kept;
        this.backlog = Backlog.of(waiting, kept.checkpoint());
        this.saved = kept.checkpoint();
    }

    UUID id() {
        return kept.subscription().id();
    }

    long epoch() {
        return kept.epoch();
    }

    Subscription subscription() {
        return kept.subscription();
    }

    Backlog backlog() {
        return backlog;
    }

    Position scanned() {
        return backlog.scanned();
    }

    /// How many more events it can be told of.
    int room() {
        return Math.min(MAX_FRESH - backlog.fresh(), MAX_BACKLOG - backlog.size());
    }

    void take(Tail.Batch batch) {
        backlog.take(batch.events(), batch.scanned());
    }

    void failed(String reason) {
        failures++;
        lastFailure = Optional.of(reason);
    }

    /// What is to be saved, if anything is; it counts as saved from here on.
    Optional<Change> change() {
        Position checkpoint = backlog.checkpoint();
        if (!backlog.hasChanges() && checkpoint.equals(saved) && failures == 0) {
            return Optional.empty();
        }
        Change change = new Change(id(), epoch(), checkpoint, backlog.takeChanges(), failures, lastFailure, false);
        saved = checkpoint;
        failures = 0;
        lastFailure = Optional.empty();
        return Optional.of(change);
    }
}
