package f6.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.history.AppendHistory;
import f6.contracts.history.HistoryChecker;
import f6.contracts.history.RandomAppends;
import f6.eventstore.store.EventStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What threads on all nodes were told about their random appends must agree with the log that they leave.
public abstract class EventStoreHistoryContract extends EventStoreSuite {
    private static final int THREADS = 16;

    /// Of the operations on one log; the rest go to new ones.
    protected int mostOnOneLog() {
        return Integer.MAX_VALUE;
    }

    @Test
    void random_appends_happen_one_by_one_and_what_was_told_is_so() throws Exception {
        long seed = Seed.print(suite());
        int left = Effort.HISTORY_OPERATIONS.count();
        for (int log = 0; left > 0; log++) {
            if (log > 0) {
                closeNodes();
                handOver();
            }
            int now = Math.min(left, mostOnOneLog());
            check(now, seed + log);
            left -= now;
        }
    }

    private void check(int operations, long seed) throws Exception {
        AppendHistory history = new AppendHistory();
        List<EventStore> recorded = nodes.stream().map(history::recording).toList();
        AtomicInteger left = new AtomicInteger(operations);

        RandomAppends.run(recorded, THREADS, seed, () -> left.getAndDecrement() > 0);

        assertThat(HistoryChecker.violations(history, all()))
                .as("seed %d", seed)
                .isEmpty();
        assertThat(history.size()).isEqualTo(operations);
        assertThat(history.unknown()).isZero();
        assertThat(history.accepted()).isPositive();
        assertThat(history.conflicts()).isPositive();
        Effort.report("%s: history: %s by %d threads on %d nodes, seed %d"
                .formatted(suite(), history, THREADS, nodes.size(), seed));
    }
}
