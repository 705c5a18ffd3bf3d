package f6.benchmarks;

import f6.benchmarks.Measure.Bound;
import f6.benchmarks.history.F6History;
import f6.benchmarks.history.Filings;
import f6.benchmarks.history.HistoryStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is asked what about histories, and what is judged of it. One client asks at a time.
///
/// @param main what all stores hold
/// @param fewPeople a quarter of the people, as many facts of each
/// @param manyFacts few people, ten times as many facts of each
record HistoryField(Loaded main, Loaded fewPeople, Loaded manyFacts, Report report) {
    private static final int ONE = 1;
    private static final Bound NO_SLOWER = Bound.atMost(1);
    private static final Bound NEAR_ENTITY = Bound.atMost(3);
    private static final Bound GROWTH = Bound.atMost(1.5);
    /// Ten times the changes, and some for what they cost to find.
    private static final Bound LINEAR = Bound.atMost(1.2 * HistoryQuestion.MORE_STEPS);

    /// A store with what it holds.
    record Loaded(F6History store, Filings filings) {
        Competitor asked(HistoryQuestion question) {
            return question.toF6(store, filings);
        }
    }

    Filings filings() {
        return main.filings();
    }

    List<Loaded> all() {
        return List.of(main, fewPeople, manyFacts);
    }

    void enter(Rounds rounds, List<HistoryStore> peers) {
        for (HistoryQuestion question : HistoryQuestion.values()) {
            if (question.isFor(main.store())) {
                rounds.enter(main.asked(question), ONE);
            }
            for (HistoryStore peer : peers) {
                if (question.isFor(peer)) {
                    rounds.enter(question.toPeer(peer, filings()), ONE);
                }
            }
        }
        rounds.enter(manyFacts.asked(HistoryQuestion.POINT), ONE);
        if (HistoryQuestion.DIFF_ALL.isFor(fewPeople.store())) {
            rounds.enter(fewPeople.asked(HistoryQuestion.DIFF_ALL), ONE);
        }
    }

    void judge(Rounds rounds, List<HistoryStore> peers) {
        for (HistoryStore peer : peers) {
            beside(rounds, HistoryQuestion.POINT, HistoryQuestion.POINT, peer, NO_SLOWER, NO_SLOWER);
            beside(rounds, HistoryQuestion.POINT, HistoryQuestion.ENTITY, peer, NEAR_ENTITY, null);
            for (HistoryQuestion question : List.of(
                    HistoryQuestion.TIMELINE,
                    HistoryQuestion.DIFF,
                    HistoryQuestion.DIFF_ALL,
                    HistoryQuestion.DIFF_ALL_MORE)) {
                beside(rounds, question, question, peer, null, null);
            }
        }
        Competitor point = main.asked(HistoryQuestion.POINT);
        add(
                "history.point.growth.p50",
                "p50 of a point among %,d facts of each person; among %,d of each"
                        .formatted(manyFacts.filings().facts(), filings().facts()),
                rounds.median(manyFacts.asked(HistoryQuestion.POINT), ONE, Run::p50),
                rounds.median(point, ONE, Run::p50),
                GROWTH);
        Competitor diff = main.asked(HistoryQuestion.DIFF_ALL);
        if (rounds.has(diff, ONE)) {
            double few = rounds.median(diff, ONE, Run::p50);
            add(
                    "history.diff_all.people.p50",
                    "p50 of everyone's changes over a step among %,d people; among %,d"
                            .formatted(filings().people(), fewPeople.filings().people()),
                    few,
                    rounds.median(fewPeople.asked(HistoryQuestion.DIFF_ALL), ONE, Run::p50),
                    GROWTH);
            add(
                    "history.diff_all.changes.p50",
                    "p50 of everyone's changes over %d steps; over 1".formatted(HistoryQuestion.MORE_STEPS),
                    rounds.median(main.asked(HistoryQuestion.DIFF_ALL_MORE), ONE, Run::p50),
                    few,
                    LINEAR);
        }
    }

    private void beside(
            Rounds rounds,
            HistoryQuestion own,
            HistoryQuestion theirs,
            HistoryStore peer,
            @Nullable Bound p50,
            @Nullable Bound p99) {
        Competitor f6 = main.asked(own);
        Competitor other = theirs.toPeer(peer, filings());
        if (!rounds.has(f6, ONE) || !rounds.has(other, ONE)) {
            return;
        }
        String name = "history.%s.%s".formatted(own.word(), word(peer, theirs));
        String compares = "%s of F6's %s among %,d people; of %s"
                .formatted("%s", own.word(), filings().people(), other.name());
        add(
                name + ".p50",
                compares.formatted("p50"),
                rounds.median(f6, ONE, Run::p50),
                rounds.median(other, ONE, Run::p50),
                p50);
        add(
                name + ".p99",
                compares.formatted("p99"),
                rounds.median(f6, ONE, Run::p99),
                rounds.median(other, ONE, Run::p99),
                p99);
    }

    private static String word(HistoryStore peer, HistoryQuestion theirs) {
        return theirs == HistoryQuestion.ENTITY ? peer.word() + "_entity" : peer.word();
    }

    private void add(String name, String compares, double value, double reference, @Nullable Bound bound) {
        report.add(new Measure(name, compares, value, "ms", reference, bound));
    }
}
