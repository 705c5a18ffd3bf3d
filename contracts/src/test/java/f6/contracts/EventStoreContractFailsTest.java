package f6.contracts;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Follower;
import f6.eventstore.store.Heads;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.TypeVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStoreContractFailsTest {
    @Test
    void every_test_of_every_suite_fails_against_a_store_that_does_nothing() throws Exception {
        ContractRun.requireEachFails(50, Contract.class, History.class, Readers.class, Benchmark.class);
    }

    static class Contract extends EventStoreContract {
        @Override
        protected EventStore emptyStore() {
            return new DoingNothing();
        }
    }

    static class History extends EventStoreHistoryContract {
        @Override
        protected EventStore emptyStore() {
            return new DoingNothing();
        }
    }

    static class Readers extends EventStoreReadersContract {
        @Override
        protected Delivery delivery(int reader) {
            return polling();
        }

        @Override
        protected EventStore emptyStore() {
            return new DoingNothing();
        }
    }

    static class Benchmark extends DcbBenchmarkContract {
        @Override
        protected EventStore emptyStore() {
            return new DoingNothing();
        }
    }

    private static final class DoingNothing implements EventStore {
        @Override
        public AppendResult append(List<Event> events, @Nullable AppendCondition condition) {
            return new AppendResult.Appended(List.of());
        }

        @Override
        public Stream<StoredEvent> read(Query query, ReadOptions options) {
            return Stream.of();
        }

        @Override
        public Optional<StoredEvent> find(EventId id) {
            return Optional.empty();
        }

        @Override
        public Position head() {
            return Position.START;
        }

        @Override
        public Follower follow(Query query, Position after) {
            return new Follower(this, new Heads(), query, after);
        }

        @Override
        public Set<TypeVersion> versions() {
            return Set.of();
        }

        @Override
        public Position positionAt(Instant instant) {
            return Position.START;
        }
    }
}
