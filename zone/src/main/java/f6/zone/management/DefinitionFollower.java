package f6.zone.management;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Query;
import f6.zone.definition.DefinitionException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Follows the management log, so that the zones of this node take the definitions that other nodes activate.
public final class DefinitionFollower implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(DefinitionFollower.class.getName());
    /// After a failure, and between looks whether it is to end.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ManagementLog log;
    private final Map<String, ZoneDefinitions> zones = new LinkedHashMap<>();
    private final Thread thread;
    private volatile @Nullable Follower following;
    private volatile boolean closed;

    public DefinitionFollower(ManagementLog log, List<ZoneDefinitions> zones) {
        this.log = log;
        zones.forEach(
                definitions -> this.zones.put(definitions.zone().definition().name(), definitions));
        this.thread = Thread.ofVirtual().name("f6-definitions").start(this::run);
    }

    private void run() {
        boolean failing = false;
        while (!closed) {
            // What was activated before it is followed from here is looked at first.
            try (Follower follower = log.store().follow(Query.all(), log.store().head())) {
                following = follower;
                follow(zones.keySet());
                failing = false;
                while (!closed) {
                    Set<String> changed = new LinkedHashSet<>();
                    for (StoredEvent stored : follower.next(PAUSE)) {
                        changed.add(ManagementLog.zoneOf(stored));
                    }
                    follow(changed);
                }
            } catch (
                    RuntimeException e) { // of the database or a fault of ours: to end would be to stay behind for ever
                if (!closed && !failing) {
                    LOGGER.log(Level.WARNING, "definitions are not followed for now", e);
                }
                failing = true;
                if (!closed) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void follow(Set<String> names) {
        for (String name : names) {
            ZoneDefinitions definitions = zones.get(name);
            if (definitions == null) {
                continue;
            }
            try {
                definitions
                        .follow()
                        .ifPresent(check -> LOGGER.log(
                                Level.WARNING,
                                "zone {0}: events that were stored while its definition changed do not fit it:\n{1}",
                                name,
                                ZoneDefinitions.inWords(check)));
            } catch (DefinitionException e) {
                LOGGER.log(
                        Level.ERROR,
                        "zone {0}: this node cannot read the definition that rules and goes on with the one before:"
                                + " restart it with a version of F6 that can: {1}",
                        name,
                        e.getMessage());
            }
        }
    }

    /// Returns when nothing is followed any more.
    @Override
    public void close() {
        closed = true;
        Follower waiting = following;
        if (waiting != null) {
            waiting.close();
        }
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
