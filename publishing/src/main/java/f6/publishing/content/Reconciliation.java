package f6.publishing.content;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compares a content store with what it is to have, and brings just the paths that differ to it. Holds
/// some pages of it in memory, however large it is; both may change meanwhile.
public final class Reconciliation {
    /// Paths of which the documents are in memory together.
    private static final int CHUNK = 100;

    private final EventStore log;
    private final Stock.Shelves shelves;
    private final BasePaths paths;
    private final ContentStore target;
    private final Edition.ContentStore store;
    private final Presented presented = new Presented(Linking.NONE);
    private final Supplier<Position> settled;

    /// @param settled up to where all was presented to the store, by each of its lanes: what came after
    /// is on its way
    public Reconciliation(
            EventStore log,
            Stock.Shelves shelves,
            BasePaths paths,
            Edition.ContentStore store,
            ContentStore target,
            Supplier<Position> settled) {
        this.log = log;
        this.shelves = shelves;
        this.paths = paths;
        this.store = store;
        this.target = target;
        this.settled = settled;
    }

    /// @param compared paths that have something, on either side
    /// @param pending paths that differ since something is on its way there
    public record Result(long compared, long missing, long different, long extra, long pending) {
        public long drifted() {
            return missing + different + extra;
        }
    }

    /// @param found is told of each path that differs
    public Result compare(Consumer<Drift> found) {
        return new Comparison(found).run();
    }

    /// Compares, and presents each path that differs.
    ///
    /// @param repaired is told of each path when it has been brought to what it is to be
    public Result repair(Consumer<Drift> repaired) {
        return new Comparison(drift -> {
                    bring(drift.basePath());
                    repaired.accept(drift);
                })
                .run();
    }

    /// Whatever the version of what is there: it was wrong. What comes meanwhile is read here or
    /// presented after.
    private void bring(String path) {
        Delivery delivery = new Delivery(store, target, shelves, presented);
        if (!delivery.bring(path, read(List.of(path)))) {
            var _ = target.remove(path);
            var _ = delivery.bring(path, read(List.of(path)));
        }
    }

    private Stock read(List<String> basePaths) {
        return shelves.read(new Command.Reads(Set.of(), new LinkedHashSet<>(basePaths), Set.of()));
    }

    /// @param hash of the item that is to be there; absent when nothing is
    private record Expected(String basePath, Optional<String> hash) {}

    private Optional<String> expected(String path, Stock stock) {
        return presented.at(path, store, stock).map(Item::hash);
    }

    private List<Expected> expectedAfter(String path) {
        List<String> page = paths.basePaths(store, path, CHUNK);
        Stock stock = read(page);
        return page.stream().map(one -> new Expected(one, expected(one, stock))).toList();
    }

    private final class Comparison {
        private final Consumer<Drift> found;
        private final Map<Drift.Kind, Long> drifts = new EnumMap<>(Drift.Kind.class);
        private long compared;
        private long pending;

        Comparison(Consumer<Drift> found) {
            this.found = found;
        }

        Result run() {
            Pages<Expected> expectations =
                    new Pages<>(Reconciliation.this::expectedAfter, expected -> expected.basePath());
            Pages<ContentStore.Listed> listings =
                    new Pages<>(path -> target.list(path, CHUNK), listed -> listed.basePath());
            while (true) {
                Expected expected = expectations.peek();
                ContentStore.Listed listed = listings.peek();
                if (expected == null && listed == null) {
                    return new Result(
                            compared,
                            drifts.getOrDefault(Drift.Kind.MISSING, 0L),
                            drifts.getOrDefault(Drift.Kind.DIFFERENT, 0L),
                            drifts.getOrDefault(Drift.Kind.EXTRA, 0L),
                            pending);
                }
                int order = expected == null
                        ? 1
                        : listed == null ? -1 : BasePaths.ORDER.compare(expected.basePath(), listed.basePath());
                if (order <= 0) {
                    expectations.move();
                }
                if (order >= 0) {
                    listings.move();
                }
                compare(order <= 0 ? expected : null, order >= 0 ? listed : null);
            }
        }

        private void compare(@Nullable Expected expected, ContentStore.@Nullable Listed listed) {
            Optional<String> there = Optional.ofNullable(listed).map(ContentStore.Listed::hash);
            Optional<String> due = Optional.ofNullable(expected).flatMap(Expected::hash);
            if (there.isEmpty() && due.isEmpty()) {
                return;
            }
            compared++;
            if (!there.equals(due)) {
                lookAgain(listed != null ? listed.basePath() : expected == null ? "" : expected.basePath());
            }
        }

        /// One after the other: what was read before may not be so any more.
        private void lookAgain(String path) {
            Position before = settled.get();
            Stock stock = read(List.of(path));
            Optional<String> due = expected(path, stock);
            Optional<String> there = target.find(path)
                    .map(ContentStore.Stored::item)
                    .filter(item -> item.basePath().equals(path))
                    .map(Item::hash);
            if (there.equals(due)) {
                return;
            }
            if (isOnItsWay(path, stock, before)) {
                pending++;
                return;
            }
            Drift.Kind kind =
                    due.isEmpty() ? Drift.Kind.EXTRA : there.isEmpty() ? Drift.Kind.MISSING : Drift.Kind.DIFFERENT;
            drifts.merge(kind, 1L, Long::sum);
            found.accept(new Drift(path, kind));
        }

        private boolean isOnItsWay(String path, Stock stock, Position after) {
            Set<ObjectId> objects = new HashSet<>(Set.of(DocumentKey.path(path)));
            stock.documents().keySet().forEach(key -> objects.add(key.object()));
            Query ofStore = Query.ofTypes(Lane.types(store));
            return log.read(Query.ofAnyObject(objects), ReadOptions.FORWARD.after(after))
                    .anyMatch(stored -> ofStore.matches(stored.event()));
        }
    }
}
