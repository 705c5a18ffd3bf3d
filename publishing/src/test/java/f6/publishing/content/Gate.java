package f6.publishing.content;

import f6.eventstore.store.StoreFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/// A content store behind a gate: it may be away, and let only so many items of some paths through.
final class Gate implements ContentStore {
    private final ContentStore store;
    private volatile boolean away;
    private volatile Predicate<String> counted = _ -> false;
    private final Semaphore permits = new Semaphore(0);

    Gate(ContentStore store) {
        this.store = store;
    }

    void isAway(boolean now) {
        away = now;
    }

    /// Of these only so many come through, until there are more permits.
    void counts(Predicate<String> paths) {
        counted = paths;
    }

    void lets(int more) {
        permits.release(more);
    }

    boolean holdsSomeone() {
        return permits.hasQueuedThreads();
    }

    private ContentStore reached() {
        if (away) {
            throw new StoreFailure("the store is away");
        }
        return store;
    }

    @Override
    public Put put(Item item, long payloadVersion) {
        if (counted.test(item.basePath())) {
            permits.acquireUninterruptibly();
        }
        return reached().put(item, payloadVersion);
    }

    @Override
    public boolean delete(String basePath, long payloadVersion) {
        return reached().delete(basePath, payloadVersion);
    }

    @Override
    public boolean remove(String basePath) {
        return reached().remove(basePath);
    }

    @Override
    public Optional<Stored> find(String path) {
        return reached().find(path);
    }

    @Override
    public List<Listed> list(String after, int limit) {
        return reached().list(after, limit);
    }

    @Override
    public boolean putIntent(PublishIntent intent) {
        return reached().putIntent(intent);
    }

    @Override
    public boolean deleteIntent(String basePath) {
        return reached().deleteIntent(basePath);
    }

    @Override
    public Optional<PublishIntent> findIntent(String path) {
        return reached().findIntent(path);
    }

    @Override
    public List<PublishIntent> intents(String after, int limit) {
        return reached().intents(after, limit);
    }

    @Override
    public int forgetIntentsBefore(Instant time) {
        return reached().forgetIntentsBefore(time);
    }
}
