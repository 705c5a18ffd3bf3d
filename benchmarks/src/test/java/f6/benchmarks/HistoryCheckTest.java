package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.benchmarks.history.F6History;
import f6.benchmarks.history.Filings;
import f6.benchmarks.history.HistoryStore;
import f6.benchmarks.history.Recount;
import f6.eventstore.memory.InMemoryEventStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HistoryCheckTest {
    private final Filings filings = Filings.generate(40, 20, 5);

    @Test
    void f6_says_what_the_filings_come_to() {
        HistoryCheck check = new HistoryCheck(loaded(new Recount(), filings), filings);
        HistoryStore f6 = new F6History("F6 in memory", new InMemoryEventStore(), Path.of(".."));
        f6.load(filings);

        assertThatCode(() -> check.require(f6)).doesNotThrowAnyException();
    }

    @Test
    void a_store_that_says_something_else_ends_the_run() {
        HistoryCheck check = new HistoryCheck(loaded(new Recount(), filings), filings);
        Recount other = loaded(new Recount(), Filings.generate(40, 20, 6));

        assertThatThrownBy(() -> check.require(other))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining("the stores disagree, seed 5");
    }

    private static Recount loaded(Recount recount, Filings filings) {
        recount.load(filings);
        return recount;
    }
}
