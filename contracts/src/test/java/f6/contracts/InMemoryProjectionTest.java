package f6.contracts;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.Projection;
import f6.eventstore.store.Query;
import f6.eventstore.store.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A projection that the store in memory keeps synchronously.
class InMemoryProjectionTest {
    private final InMemoryEventStore store = new InMemoryEventStore();

    /// The accounts that are open, each once.
    private static final class Open implements Projection<Set<ObjectId>> {
        @Override
        public String name() {
            return "open";
        }

        @Override
        public Query query() {
            return Query.ofTypes(OPENED, CLOSED);
        }

        @Override
        public Set<ObjectId> initial() {
            return Set.of();
        }

        @Override
        public Set<ObjectId> apply(Set<ObjectId> open, StoredEvent stored) {
            Set<ObjectId> next = new HashSet<>(open);
            ObjectId account = stored.event().objects().getFirst();
            if (stored.event().type().equals(CLOSED)) {
                next.remove(account);
            } else if (!next.add(account)) {
                throw new Refusal("it is open");
            }
            return Set.copyOf(next);
        }
    }

    @Test
    void it_is_in_step_with_each_append_and_may_refuse_one() {
        ObjectId before = object();
        ObjectId after = object();
        assertThat(store.append(event(OPENED, before))).isInstanceOf(AppendResult.Appended.class);
        Supplier<Set<ObjectId>> open = store.keep(new Open());
        assertThat(open.get()).containsExactly(before);

        assertThat(store.append(event(OPENED, after), event(CLOSED, before))).isInstanceOf(AppendResult.Appended.class);
        assertThat(open.get()).containsExactly(after);
        assertThat(store.append(List.of(event(CLOSED, after), event(OPENED, before), event(OPENED, before)), null))
                .isEqualTo(new AppendResult.Refused("open", "it is open"));
        assertThat(open.get()).containsExactly(after);
        assertThat(store.head()).isEqualTo(new Position(3));
    }

    @Test
    void one_that_refuses_what_is_there_is_not_kept() {
        ObjectId account = object();
        assertThat(store.append(event(OPENED, account), event(OPENED, account)))
                .isInstanceOf(AppendResult.Appended.class);
        assertThatThrownBy(() -> store.keep(new Open())).isInstanceOf(Refusal.class);
        assertThat(store.append(event(OPENED, object()))).isInstanceOf(AppendResult.Appended.class);
    }
}
