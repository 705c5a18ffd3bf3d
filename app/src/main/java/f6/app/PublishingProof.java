package f6.app;

import f6.eventstore.event.Position;
import f6.postgres.PostgresEventStore;
import f6.postgres.Progress;
import f6.postgres.publishing.PublishingViews;
import f6.publishing.command.Stock;
import f6.publishing.content.BasePaths;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Downstream;
import f6.publishing.content.Drift;
import f6.publishing.content.IntentReconciliation;
import f6.publishing.content.Lane;
import f6.publishing.content.Reconciliation;
import f6.publishing.document.Edition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Holds what is derived from the log of a publishing platform against it: the views row by row, the content
/// stores path by path, over HTTP.
record PublishingProof(
        PostgresEventStore log,
        Stock.Shelves shelves,
        BasePaths paths,
        Downstream downstream,
        ContentStore draft,
        ContentStore live) {
    private static final Duration LOOK = Duration.ofMillis(50);

    /// What the views have otherwise than a replay of the log into fresh tables, in words.
    List<String> views(Progress progress) {
        return log.projections().verify(PublishingViews.NAME, progress).differences();
    }

    /// Makes the views anew beside the live ones and, if they are equal, puts them in their place.
    ///
    /// @param anyway put them there also if they are not
    List<String> rebuild(boolean anyway, Progress progress) {
        return (anyway
                        ? log.projections().replace(PublishingViews.NAME, progress)
                        : log.projections().rebuild(PublishingViews.NAME, progress))
                .differences();
    }

    /// Waits until what is recorded has been presented by all lanes.
    ///
    /// @return false when it has not, in this time
    boolean awaitPresented(Duration atMost) {
        Position head = log.head();
        Instant end = Instant.now().plus(atMost);
        while (Instant.now().isBefore(end)) {
            if (Arrays.stream(Edition.ContentStore.values()).allMatch(store -> !head.isAfter(settled(store)))) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return false;
    }

    private Position settled(Edition.ContentStore store) {
        return Arrays.stream(Lane.values())
                .map(lane -> downstream.presented(store, lane))
                .map(position -> position.orElse(Position.START))
                .min(Position::compareTo)
                .orElse(Position.START);
    }

    /// @param found is told of each path that differs, and with `repair` when it was presented again
    Reconciliation.Result content(Edition.ContentStore store, boolean repair, Consumer<Drift> found) {
        Reconciliation reconciliation = new Reconciliation(
                log, shelves, paths, store, store == Edition.ContentStore.DRAFT ? draft : live, () -> settled(store));
        return repair ? reconciliation.repair(found) : reconciliation.compare(found);
    }

    /// The same of the publish intents, which only the live store has.
    Reconciliation.Result intents(boolean repair, Consumer<Drift> found) {
        return new IntentReconciliation(
                        log, shelves, paths, live, () -> settled(Edition.ContentStore.LIVE), Instant.now())
                .compare(repair, found);
    }

    /// How the lanes are doing that present.
    Optional<String> failure() {
        return downstream.status().stream()
                .flatMap(status -> status.failure().stream())
                .findFirst();
    }
}
