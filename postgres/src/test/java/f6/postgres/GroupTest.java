package f6.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.store.StoreFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What many ask at once is done together, for each of them once.
class GroupTest {
    private static final int THREADS = 32;

    @Test
    void what_many_threads_ask_is_done_once_each_by_as_many_leaders_as_there_may_be() throws Exception {
        int times = 500;
        AtomicInteger leading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        Group<Integer, List<Integer>> group = new Group<>("do it", 2, 10, all -> {
            most.accumulateAndGet(leading.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1);
            done.addAll(all);
            leading.decrementAndGet();
            return List.copyOf(all);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> asking = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> IntStream.range(0, times)
                            .allMatch(
                                    i -> group.ask(List.of(thread * times + i)).contains(thread * times + i))))
                    .toList();
            for (Future<Boolean> one : asking) {
                assertThat(one.get()).isTrue();
            }
        }

        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, THREADS * times).boxed().toList());
        assertThat(most.get()).isBetween(1, 2);
    }

    /// The others wait while the first is at it: they are done in two more goes, as no more than 20 go together.
    @Test
    void those_that_wait_go_together_and_no_more_than_may() throws Exception {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Group<Integer, Integer> group = new Group<>("do it", 1, 20, all -> {
            sizes.add(all.size());
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return all.size();
        });
        Thread first = asking(group);
        begun.await();
        List<Thread> others =
                IntStream.range(0, THREADS).mapToObj(_ -> asking(group)).toList();
        while (others.stream().anyMatch(one -> one.getState() != Thread.State.WAITING)) {
            LockSupport.parkNanos(1_000_000);
        }
        go.countDown();
        first.join();
        for (Thread other : others) {
            other.join();
        }

        assertThat(sizes).containsExactly(1, 20, THREADS - 20);
    }

    private static Thread asking(Group<Integer, Integer> group) {
        return Thread.ofVirtual().start(() -> {
            var _ = group.ask(List.of(1));
        });
    }

    @Test
    void a_failure_is_told_to_those_whom_it_met_and_to_no_others() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Group<Integer, Integer> group = new Group<>("do it", 1, 10, all -> {
            if (broken.get()) {
                throw new IllegalArgumentException("broken");
            }
            return all.size();
        });

        assertThatThrownBy(() -> group.ask(List.of(1)))
                .isInstanceOf(StoreFailure.class)
                .hasMessage("could not do it");
        broken.set(false);
        assertThat(group.ask(List.of(1))).isEqualTo(1);
    }

    @Test
    void work_that_an_interrupt_broke_is_done_again_and_the_interrupt_is_kept() {
        AtomicInteger tries = new AtomicInteger();
        Group<Integer, Integer> group = new Group<>("do it", 1, 10, all -> {
            if (tries.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
                throw new StoreFailure("the connection is closed");
            }
            return all.size();
        });

        assertThat(group.ask(List.of(1, 2))).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(tries).hasValue(2);
    }
}
