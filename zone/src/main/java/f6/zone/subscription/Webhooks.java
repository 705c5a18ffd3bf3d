package f6.zone.subscription;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.StoreFailure;
import f6.zone.subscription.DeliveryStore.Change;
import f6.zone.subscription.Kept.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// Brings events to the webhooks of a zone that this node runs. One thread decides for all of them; what takes
/// time (a request, a read of the log) is done by others, who tell it what came of it.
public final class Webhooks implements AutoCloseable {
    /// Requests under way, of all webhooks together: each holds a thread and a connection.
    static final int MAX_IN_FLIGHT = 256;
    /// How long a node that is gone keeps others from its webhooks.
    static final Duration LEASE = Duration.ofSeconds(15);
    /// How often a node looks which webhooks are its own: a third of the lease or less.
    static final Duration LOOK = Duration.ofSeconds(1);
    /// Between saves: what a crash repeats, against the statements that saving takes.
    static final Duration SAVE = Duration.ofMillis(100);
    /// What is under way when a node stops may end in this time.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOGGER = System.getLogger(Webhooks.class.getName());

    private final EventStore store;
    private final DeliveryStore kept;
    private final Tail tail;
    private final Target target;
    private final ReadingRights rights;
    private final RetryPolicy policy;
    private final Clock clock;
    private final UUID node = UUID.randomUUID();
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private final Map<UUID, Run> runs = new HashMap<>();
    /// Those that have something to send and found no place.
    private final Set<Run> hungry = new LinkedHashSet<>();
    private final Thread thread;
    private int inFlight;
    private int readers;
    private Instant nextLook = Instant.MIN;
    private Instant nextSave = Instant.MIN;
    private boolean failing;
    private volatile boolean closed;

    private Webhooks(
            EventStore store,
            DeliveryStore kept,
            Tail tail,
            Target target,
            ReadingRights rights,
            RetryPolicy policy,
            Clock clock) {
        this.store = store;
        this.kept = kept;
        this.tail = tail;
        this.target = target;
        this.rights = rights;
        this.policy = policy;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("f6-webhooks").unstarted(this::work);
    }

    public static Webhooks start(
            EventStore store,
            DeliveryStore kept,
            Tail tail,
            Target target,
            ReadingRights rights,
            RetryPolicy policy,
            Clock clock) {
        Webhooks webhooks = new Webhooks(store, kept, tail, target, rights, policy, clock);
        tail.listen(webhooks::grown);
        webhooks.thread.start();
        return webhooks;
    }

    /// The log has grown: told once, however often it does before that is heard.
    private void grown() {
        if (told.compareAndSet(false, true)) {
            inbox.add(() -> {
                told.set(false);
                runs.values().forEach(this::pump);
            });
        }
    }

    /// Looks at once which webhooks there are.
    void look() {
        inbox.add(() -> nextLook = Instant.MIN);
    }

    private void work() {
        while (!closed) {
            try {
                Runnable first = inbox.poll(turn().toNanos(), TimeUnit.NANOSECONDS);
                List<Runnable> all = new ArrayList<>();
                if (first != null) {
                    all.add(first);
                }
                var _ = inbox.drainTo(all);
                // Each is heard, whatever becomes of the others: they say what is under way no more.
                all.forEach(this::guarded);
                guarded(this::whatIsDue);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        end();
    }

    private void whatIsDue() {
        Instant now = clock.instant();
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK);
            lookNow();
            failing = false;
        }
        if (!now.isBefore(nextSave)) {
            nextSave = now.plus(SAVE);
            save();
        }
        runs.values().stream()
                .filter(run -> run.backlog()
                        .nextMoment()
                        .filter(at -> !at.isAfter(now))
                        .isPresent())
                .toList()
                .forEach(this::pump);
    }

    /// What is not saved is done again: at least once.
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (!failing) {
                Level level = e instanceof StoreFailure ? Level.WARNING : Level.ERROR;
                LOGGER.log(level, "webhooks stand still, trying again", e);
            }
            failing = true;
            runs.clear();
            hungry.clear();
        }
    }

    private Duration turn() {
        Instant now = clock.instant();
        Duration left = Duration.between(now, nextSave.isBefore(nextLook) ? nextSave : nextLook);
        return left.isNegative() ? Duration.ZERO : left.compareTo(SAVE) < 0 ? left : SAVE;
    }

    private void lookNow() {
        Map<UUID, Long> mine = kept.hold(node, LEASE);
        runs.keySet().retainAll(mine.keySet());
        hungry.removeIf(run -> runs.get(run.id()) != run);
        List<UUID> changed = mine.entrySet().stream()
                .filter(one -> {
                    Run known = runs.get(one.getKey());
                    return known == null || known.epoch() != one.getValue();
                })
                .map(Map.Entry::getKey)
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        Map<UUID, List<Waiting>> waiting = kept.waiting(changed);
        for (Kept one : kept.find(changed)) {
            UUID id = one.subscription().id();
            if (!Long.valueOf(one.epoch()).equals(mine.get(id))) {
                nextLook = Instant.MIN; // changed since: what waits may be read from before or after that
                continue;
            }
            Run run = new Run(one, waiting.getOrDefault(id, List.of()));
            runs.put(id, run);
            pump(run);
        }
    }

    private void save() {
        List<Change> changes = runs.values().stream()
                .map(Run::change)
                .flatMap(Optional::stream)
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        Set<UUID> saved = kept.save(changes);
        for (Change change : changes) {
            if (!saved.contains(change.id())) {
                var _ = runs.remove(change.id()); // somebody else has changed it or runs it: look again
                nextLook = Instant.MIN;
            }
        }
    }

    /// Tells a run of what is new, and sends what may go.
    private void pump(Run run) {
        if (closed || runs.get(run.id()) != run) {
            return;
        }
        read(run);
        Instant now = clock.instant();
        while (run.inFlight < Run.MAX_IN_FLIGHT) {
            if (inFlight >= MAX_IN_FLIGHT) {
                var _ = hungry.add(run);
                return;
            }
            Backlog.Item item = run.backlog().next(now).orElse(null);
            if (item == null) {
                return;
            }
            send(run, item);
        }
    }

    private void read(Run run) {
        boolean more = true;
        while (more
                && !run.reading
                && run.room() > 0
                && run.scanned().value() < tail.reached().value()) {
            Tail.Batch batch = tail.recent(run.subscription().filter(), wanted(run), run.scanned(), run.room())
                    .orElse(null);
            if (batch == null) {
                catchUp(run);
                return;
            }
            more = batch.scanned().isAfter(run.scanned());
            run.take(batch);
        }
    }

    private Predicate<StoredEvent> wanted(Run run) {
        return stored -> rights.mayRead(run.subscription().owner(), stored.event());
    }

    /// Reads a part of the log for a run that is far behind.
    private void catchUp(Run run) {
        if (readers >= Tail.MAX_READERS) {
            return; // looked at again when one of them is ready
        }
        readers++;
        run.reading = true;
        int room = run.room();
        var _ = Thread.ofVirtual().name("f6-webhook-reader").start(() -> {
            Optional<Tail.Batch> read = catchUp(run, room);
            inbox.add(() -> {
                readers--;
                run.reading = false;
                read.ifPresent(run::take);
                pump(run);
                othersBehind();
            });
        });
    }

    private Optional<Tail.Batch> catchUp(Run run, int room) {
        try {
            return Optional.of(tail.read(run.subscription().filter(), wanted(run), run.scanned(), room));
        } catch (StoreFailure e) {
            LOGGER.log(Level.DEBUG, "a webhook cannot catch up, trying again: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private void othersBehind() {
        for (Run run : List.copyOf(runs.values())) {
            if (readers >= Tail.MAX_READERS) {
                return;
            }
            if (run.scanned().value() < tail.reached().value()) {
                pump(run);
            }
        }
    }

    private void send(Run run, Backlog.Item item) {
        Delivery.Webhook webhook = (Delivery.Webhook) run.subscription().delivery();
        run.inFlight++;
        inFlight++;
        var _ = Thread.ofVirtual().name("f6-webhook").start(() -> {
            Attempt attempt = attempt(run, item, webhook);
            inbox.add(() -> {
                inFlight--;
                run.inFlight--;
                took(run, item, attempt);
                pump(run);
                next();
            });
        });
    }

    private Attempt attempt(Run run, Backlog.Item item, Delivery.Webhook webhook) {
        try {
            StoredEvent event =
                    item.stored().or(() -> store.find(item.waiting().event())).orElseThrow();
            return rights.mayRead(run.subscription().owner(), event.event())
                    ? target.bring(run.subscription(), webhook, event)
                    : new Attempt.Delivered(); // there is nothing that it may have
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "an event could not be brought to a webhook", e);
            return new Attempt.Failed("the node could not send it", Optional.empty());
        }
    }

    private void took(Run run, Backlog.Item item, Attempt attempt) {
        if (runs.get(run.id()) != run) {
            return; // it is somebody else's now
        }
        switch (attempt) {
            case Attempt.Delivered _ -> run.backlog().settle(item);
            case Attempt.Failed(String reason, Optional<Duration> wait) -> failed(run, item, reason, wait);
            case Attempt.Ended(String reason) -> suspend(run, reason);
        }
    }

    private void failed(Run run, Backlog.Item item, String reason, Optional<Duration> wait) {
        run.failed(reason);
        int failed = item.waiting().attempts() + 1;
        if (failed >= policy.attempts()) {
            run.backlog().park(item, reason);
            return;
        }
        Duration pause = policy.pause(failed, ThreadLocalRandom.current().nextDouble());
        Duration asked = wait.filter(time -> time.compareTo(RetryPolicy.LONGEST_ASKED) <= 0)
                .orElse(wait.isPresent() ? RetryPolicy.LONGEST_ASKED : Duration.ZERO);
        run.backlog().retryAt(item, clock.instant().plus(asked.compareTo(pause) > 0 ? asked : pause), reason);
    }

    private void suspend(Run run, String reason) {
        run.failed(reason);
        run.change().ifPresent(change -> {
            var _ = kept.save(List.of(change));
        });
        var _ = kept.put(run.id(), run.epoch(), State.SUSPENDED, Optional.of(reason));
        var _ = runs.remove(run.id());
        LOGGER.log(
                Level.WARNING,
                "subscription {0} is suspended: {1}",
                run.subscription().name(),
                reason);
    }

    /// A place is free: those who found none are next, in turn.
    private void next() {
        while (inFlight < MAX_IN_FLIGHT && !hungry.isEmpty()) {
            Run run = hungry.iterator().next();
            var _ = hungry.remove(run);
            pump(run);
        }
    }

    private void end() {
        Instant patience = clock.instant().plus(PATIENCE);
        try {
            while (inFlight > 0 && clock.instant().isBefore(patience)) {
                hungry.clear();
                Runnable next = inbox.poll(SAVE.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
            }
            save();
            kept.release(node);
        } catch (StoreFailure e) {
            LOGGER.log(Level.DEBUG, "webhooks end without the database: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for what is under way, shortly, and lets others take over.
    @Override
    public void close() {
        closed = true;
        inbox.add(() -> {});
        try {
            var _ = thread.join(PATIENCE.plus(PATIENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
