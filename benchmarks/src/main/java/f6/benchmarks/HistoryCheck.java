package f6.benchmarks;

import f6.benchmarks.history.Difference;
import f6.benchmarks.history.Filings;
import f6.benchmarks.history.HistoryStore;
import f6.benchmarks.history.HistoryStore.Question;
import f6.benchmarks.history.Recount;
import f6.benchmarks.history.Rectangle;
import f6.benchmarks.history.XtdbHistory;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Whether a store says of random moments what a recount of the filings says.
final class HistoryCheck {
    static final int POINTS = 1_000;
    private static final int PEOPLE = 100;
    private static final int SPANS = 5;

    private final Recount recount;
    private final Filings filings;

    HistoryCheck(Recount recount, Filings filings) {
        this.recount = recount;
        this.filings = filings;
    }

    /// @throws BenchFailure at the first answer that is another
    void require(HistoryStore store) {
        SplittableRandom random = new SplittableRandom(filings.seed());
        for (int i = 0; i < POINTS; i++) {
            int person = random.nextInt(filings.people());
            LocalDate day = Filings.anyDay(random);
            int step = random.nextInt(filings.stepCount());
            Object expected = recount.at(person, day, step);
            String question = "the address of person %d on %s after step %d".formatted(person, day, step);
            same(store.name(), question, expected, store.at(person, day, step));
            if (store instanceof XtdbHistory xtdb) {
                same(store.name() + " by entity", question, expected, xtdb.entity(person, day, step));
            }
        }
        for (int i = 0; i < PEOPLE; i++) {
            requirePerson(store, random.nextInt(filings.people()), random);
        }
        if (store.answers().contains(Question.DIFF_ALL)) {
            for (int i = 0; i < SPANS; i++) {
                int before = random.nextInt(filings.stepCount() - 1);
                int after = Math.min(before + 1 + i, filings.stepCount() - 1);
                List<Difference> expected = recount.diffAll(before, after);
                same(
                        store.name(),
                        "everyone's changes from step %d to %d".formatted(before, after),
                        expected,
                        store.diffAll(before, after));
            }
        }
    }

    private void requirePerson(HistoryStore store, int person, SplittableRandom random) {
        if (store.answers().contains(Question.TIMELINE)) {
            same(
                    store.name(),
                    "the timeline of person %d".formatted(person),
                    Rectangle.known(recount.timeline(person)),
                    Rectangle.known(store.timeline(person)));
        }
        if (store.answers().contains(Question.DIFF)) {
            int before = random.nextInt(filings.stepCount());
            int after = before + random.nextInt(filings.stepCount() - before);
            same(
                    store.name(),
                    "the changes of person %d from step %d to %d".formatted(person, before, after),
                    recount.diff(person, before, after),
                    store.diff(person, before, after));
        }
    }

    private void same(String store, String question, @Nullable Object expected, @Nullable Object said) {
        if (!Objects.equals(expected, said)) {
            throw new BenchFailure(
                    "the stores disagree, seed %d: %s: %s says %s, and the filings come to %s"
                            .formatted(filings.seed(), question, store, said, expected),
                    null);
        }
    }
}
