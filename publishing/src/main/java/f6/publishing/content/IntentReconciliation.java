package f6.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.document.DocumentKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Holds the publish intents of the live content store against what is known of them. Those that count no more are
/// passed over: a store forgets them when it comes to it.
public final class IntentReconciliation {
    private static final int CHUNK = 100;

    private final EventStore log;
    private final Stock.Shelves shelves;
    private final BasePaths paths;
    private final ContentStore target;
    private final Supplier<Position> settled;
    private final Instant now;
    private final Map<Drift.Kind, Long> drifts = new EnumMap<>(Drift.Kind.class);
    private long compared;
    private long pending;

    /// For one comparison.
    ///
    /// @param settled up to where all was presented to the store: what came after is on its way
    public IntentReconciliation(
            EventStore log,
            Stock.Shelves shelves,
            BasePaths paths,
            ContentStore target,
            Supplier<Position> settled,
            Instant now) {
        this.log = log;
        this.shelves = shelves;
        this.paths = paths;
        this.target = target;
        this.settled = settled;
        this.now = now;
    }

    /// @param found is told of each path that differs, and with `repair` when it has been brought to what it is to
    /// be
    public Reconciliation.Result compare(boolean repair, Consumer<Drift> found) {
        Pages<String> intended = new Pages<>(path -> paths.intendedPaths(path, CHUNK), path -> path);
        Pages<PublishIntent> listed = new Pages<>(path -> target.intents(path, CHUNK), PublishIntent::basePath);
        while (true) {
            String due = intended.peek();
            PublishIntent there = listed.peek();
            if (due == null && there == null) {
                return new Reconciliation.Result(
                        compared,
                        drifts.getOrDefault(Drift.Kind.MISSING, 0L),
                        drifts.getOrDefault(Drift.Kind.DIFFERENT, 0L),
                        drifts.getOrDefault(Drift.Kind.EXTRA, 0L),
                        pending);
            }
            int order = due == null ? 1 : there == null ? -1 : BasePaths.ORDER.compare(due, there.basePath());
            String path = order <= 0 && due != null ? due : there == null ? "" : there.basePath();
            if (order <= 0) {
                intended.move();
            }
            if (order >= 0) {
                listed.move();
            }
            look(path, repair, found);
        }
    }

    /// One after the other: what was listed before may not be so any more.
    private void look(String path, boolean repair, Consumer<Drift> found) {
        Position before = settled.get();
        Optional<PublishIntent> due = due(path);
        Optional<PublishIntent> there = target.findIntent(path)
                .filter(intent -> intent.basePath().equals(path))
                .filter(intent -> !intent.isPast(now));
        if (due.isEmpty() && there.isEmpty()) {
            return;
        }
        compared++;
        if (hash(due).equals(hash(there))) {
            return;
        }
        if (isOnItsWay(path, before)) {
            pending++;
            return;
        }
        Drift.Kind kind =
                due.isEmpty() ? Drift.Kind.EXTRA : there.isEmpty() ? Drift.Kind.MISSING : Drift.Kind.DIFFERENT;
        drifts.merge(kind, 1L, Long::sum);
        if (repair) {
            due.ifPresentOrElse(
                    intent -> {
                        var _ = target.putIntent(intent);
                    },
                    () -> {
                        var _ = target.deleteIntent(path);
                    });
        }
        found.accept(new Drift(path, kind));
    }

    private static Optional<String> hash(Optional<PublishIntent> intent) {
        return intent.map(there -> Canonical.sha256(there.fields()));
    }

    /// What a store does not take is not due there.
    private Optional<PublishIntent> due(String path) {
        Map<String, @Nullable Object> fields = shelves.read(new Command.Reads(Set.of(), Set.of(path), Set.of()))
                .intents()
                .get(path);
        try {
            return fields == null
                    ? Optional.empty()
                    : Optional.of(PublishIntent.of(path, fields)).filter(intent -> !intent.isPast(now));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    private boolean isOnItsWay(String path, Position after) {
        return log.read(Query.ofObjects(DocumentKey.path(path)), ReadOptions.FORWARD.after(after))
                .anyMatch(stored -> Lane.isOfIntent(stored.event().type()));
    }
}
