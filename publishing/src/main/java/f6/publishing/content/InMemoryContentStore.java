package f6.publishing.content;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A content store in memory. Looking for a route goes through all items: for tests and small tools.
public final class InMemoryContentStore implements ContentStore {
    /// @param stored null when it was deleted
    private record Place(long version, @Nullable Stored stored) {}

    private final Clock clock;
    private final TreeMap<String, Place> places = new TreeMap<>(BasePaths.ORDER);
    private final TreeMap<String, PublishIntent> intents = new TreeMap<>(BasePaths.ORDER);

    public InMemoryContentStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Put put(Item item, long payloadVersion) {
        Place before = places.get(item.basePath());
        if (before != null && before.version() >= payloadVersion) {
            return new Put.Conflict(before.version());
        }
        places.put(item.basePath(), new Place(payloadVersion, new Stored(item, payloadVersion, clock.instant())));
        return before == null || before.stored() == null ? new Put.Created() : new Put.Replaced();
    }

    @Override
    public synchronized boolean delete(String basePath, long payloadVersion) {
        Place before = places.get(basePath);
        if (before != null && before.version() >= payloadVersion) {
            return false;
        }
        places.put(basePath, new Place(payloadVersion, null));
        return before != null && before.stored() != null;
    }

    @Override
    public synchronized boolean remove(String basePath) {
        Place before = places.remove(basePath);
        return before != null && before.stored() != null;
    }

    @Override
    public synchronized Optional<Stored> find(String path) {
        Place there = places.get(path);
        if (there != null && there.stored() != null) {
            return Optional.of(there.stored());
        }
        List<Stored> all = places.values().stream()
                .flatMap(place -> Optional.ofNullable(place.stored()).stream())
                .toList();
        return byRoute(path, all, stored -> stored.item().routes());
    }

    private static <T> Optional<T> byRoute(String path, List<T> all, Function<T, List<Item.Route>> routes) {
        Item.Route exact = new Item.Route(path, true);
        Optional<T> found =
                all.stream().filter(one -> routes.apply(one).contains(exact)).findFirst();
        for (String prefix : Item.Route.prefixes(path)) {
            Item.Route above = new Item.Route(prefix, false);
            found = found.or(() -> all.stream()
                    .filter(one -> routes.apply(one).contains(above))
                    .findFirst());
        }
        return found;
    }

    @Override
    public synchronized List<Listed> list(String after, int limit) {
        return places.tailMap(after, false).values().stream()
                .flatMap(place -> Optional.ofNullable(place.stored()).stream())
                .limit(Math.min(limit, MAX_PAGE))
                .map(stored -> new Listed(
                        stored.item().basePath(),
                        stored.payloadVersion(),
                        stored.item().hash()))
                .toList();
    }

    @Override
    public synchronized boolean putIntent(PublishIntent intent) {
        return intents.put(intent.basePath(), intent) == null;
    }

    @Override
    public synchronized boolean deleteIntent(String basePath) {
        return intents.remove(basePath) != null;
    }

    @Override
    public synchronized Optional<PublishIntent> findIntent(String path) {
        return Optional.ofNullable(intents.get(path))
                .or(() -> byRoute(path, List.copyOf(intents.values()), PublishIntent::routes));
    }

    @Override
    public synchronized List<PublishIntent> intents(String after, int limit) {
        return intents.tailMap(after, false).values().stream()
                .limit(Math.min(limit, MAX_PAGE))
                .toList();
    }

    @Override
    public synchronized int forgetIntentsBefore(Instant time) {
        int before = intents.size();
        intents.values().removeIf(intent -> intent.publishTime().isBefore(time));
        return before - intents.size();
    }

    /// All that is there, by path: for who looks at the whole.
    public synchronized Map<String, Item> items() {
        Map<String, Item> items = new TreeMap<>(BasePaths.ORDER);
        places.forEach((path, place) -> {
            if (place.stored() != null) {
                items.put(path, place.stored().item());
            }
        });
        return items;
    }
}
