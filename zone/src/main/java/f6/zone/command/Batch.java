package f6.zone.command;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.zone.command.Commands.Decision;
import f6.zone.command.Outcome.Reason;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does commands together: decides each on the log as it was when the batch began and on the drafts of those
/// before it, and appends all of them under the union of what they rest on.
public final class Batch {
    /// What a person can still look over, and a transaction that others can wait for.
    public static final int MAX_COMMANDS = 100;

    private final Commands commands;
    private final ZoneDefinition definition;
    private final EventStore store;
    private final Clock clock;

    Batch(Commands commands, ZoneDefinition definition, EventStore store, Clock clock) {
        this.commands = commands;
        this.definition = definition;
        this.store = store;
        this.clock = clock;
    }

    BatchOutcome handle(Source source, List<Command> batch) {
        InvalidValue.require(
                !batch.isEmpty() && batch.size() <= MAX_COMMANDS,
                "/commands: a batch has 1 to %d commands, not %d".formatted(MAX_COMMANDS, batch.size()));
        Set<EventId> ids = new HashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            EventId id = batch.get(i).id();
            if (!ids.add(id)) {
                return ended(i, Commands.refused(Reason.INVALID, "/id: %s is used twice in this batch".formatted(id)));
            }
        }
        for (int attempt = 1; attempt <= Commands.MAX_ATTEMPTS; attempt++) {
            BatchOutcome outcome = new Attempt(source, batch).outcome();
            if (outcome != null) {
                return outcome;
            }
        }
        return new BatchOutcome.Ended(OptionalInt.empty(), Commands.overtaken());
    }

    private static BatchOutcome.Ended ended(int index, Outcome outcome) {
        return new BatchOutcome.Ended(OptionalInt.of(index), outcome);
    }

    /// One go at it, on the log as it is now.
    private final class Attempt {
        private final Source source;
        private final List<Command> batch;
        private final Drafts drafts = new Drafts(store, clock.instant());
        private final Set<Query.Item> items = new LinkedHashSet<>();
        /// Whether a draft names the position of another one, which it has only if nothing comes between.
        private boolean placesCount;

        Attempt(Source source, List<Command> batch) {
            this.source = source;
            this.batch = batch;
        }

        /// Null when others came between.
        @Nullable
        BatchOutcome outcome() {
            List<Optional<Outcome.Recorded>> before = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                Command command = batch.get(i);
                Optional<StoredEvent> stored = drafts.find(command.id());
                if (stored.isPresent()) {
                    Outcome again = commands.again(stored.get(), source, command);
                    if (!(again instanceof Outcome.Recorded recorded)) {
                        return ended(i, again);
                    }
                    before.add(Optional.of(recorded));
                    continue;
                }
                switch (commands.decide(source, command, drafts, drafts.now())) {
                    case Decision.No no -> {
                        return ended(i, no.outcome());
                    }
                    case Decision.Yes yes -> {
                        take(yes);
                        before.add(Optional.empty());
                    }
                }
            }
            return stored(before);
        }

        private void take(Decision.Yes yes) {
            boolean rests = definition
                    .of(yes.event())
                    .flatMap(EventDefinition::decision)
                    .isPresent();
            placesCount |= rests && !drafts.events().isEmpty();
            items.addAll(yes.boundary().items());
            drafts.add(yes.event());
        }

        private @Nullable BatchOutcome stored(List<Optional<Outcome.Recorded>> before) {
            List<StoredEvent> appended = List.of();
            if (!drafts.events().isEmpty()) {
                if (!(store.append(drafts.events(), unchanged()) instanceof AppendResult.Appended done)) {
                    return null;
                }
                appended = done.events();
            }
            List<Outcome.Recorded> recorded = new ArrayList<>();
            int next = 0;
            for (Optional<Outcome.Recorded> one : before) {
                recorded.add(one.isPresent() ? one.get() : Commands.recorded(appended.get(next++)));
            }
            return new BatchOutcome.Recorded(recorded);
        }

        private AppendCondition unchanged() {
            Query query = placesCount || items.size() > Query.MAX_ITEMS ? Query.all() : new Query(List.copyOf(items));
            return AppendCondition.noneMatchesAfter(query, drafts.base());
        }
    }
}
