package f6.benchmarks;

import f6.benchmarks.history.Filings;
import f6.benchmarks.history.HistoryStore;
import f6.benchmarks.history.HistoryStore.Question;
import f6.benchmarks.history.XtdbHistory;
import java.util.SplittableRandom;

/// What a store is asked over and over, of a random person and at random moments.
enum HistoryQuestion {
    POINT(Question.POINT, "point") {
        @Override
        void ask(HistoryStore store, Filings filings, SplittableRandom random) {
            var _ = store.at(person(filings, random), Filings.anyDay(random), step(filings, random));
        }
    },
    /// The point as XTDB looks it up without a query.
    ENTITY(Question.POINT, "entity") {
        @Override
        void ask(HistoryStore store, Filings filings, SplittableRandom random) {
            var _ = ((XtdbHistory) store)
                    .entity(person(filings, random), Filings.anyDay(random), step(filings, random));
        }
    },
    TIMELINE(Question.TIMELINE, "timeline") {
        @Override
        void ask(HistoryStore store, Filings filings, SplittableRandom random) {
            var _ = store.timeline(person(filings, random));
        }
    },
    DIFF(Question.DIFF, "diff") {
        @Override
        void ask(HistoryStore store, Filings filings, SplittableRandom random) {
            int one = step(filings, random);
            int other = step(filings, random);
            var _ = store.diff(person(filings, random), Math.min(one, other), Math.max(one, other));
        }
    },
    /// Of everyone over one step.
    DIFF_ALL(Question.DIFF_ALL, "diff_all") {
        @Override
        void ask(HistoryStore store, Filings filings, SplittableRandom random) {
            int before = random.nextInt(filings.stepCount() - 1);
            var _ = store.diffAll(before, before + 1);
        }
    },
    /// Of everyone over [#MORE_STEPS].
    DIFF_ALL_MORE(Question.DIFF_ALL, "diff_all_more") {
        @Override
        void ask(HistoryStore store, Filings filings, SplittableRandom random) {
            int last = filings.stepCount() - 1;
            int before = random.nextInt(Math.max(1, last - MORE_STEPS));
            var _ = store.diffAll(before, Math.min(before + MORE_STEPS, last));
        }
    };

    static final int MORE_STEPS = 10;

    private final Question question;
    private final String word;

    HistoryQuestion(Question question, String word) {
        this.question = question;
        this.word = word;
    }

    String word() {
        return word;
    }

    abstract void ask(HistoryStore store, Filings filings, SplittableRandom random);

    boolean isFor(HistoryStore store) {
        return store.answers().contains(question) && (this != ENTITY || store instanceof XtdbHistory);
    }

    private static int person(Filings filings, SplittableRandom random) {
        return random.nextInt(filings.people());
    }

    private static int step(Filings filings, SplittableRandom random) {
        return random.nextInt(filings.stepCount());
    }

    Competitor toF6(HistoryStore store, Filings filings) {
        return new Own(this, store, filings);
    }

    Foreign toPeer(HistoryStore store, Filings filings) {
        return new Others(this, store, filings);
    }

    private Run run(HistoryStore store, Filings filings, int clients, Span span) {
        return Load.run(
                _ -> {
                    SplittableRandom random = new SplittableRandom();
                    return () -> {
                        ask(store, filings, random);
                        return 1;
                    };
                },
                clients,
                span);
    }

    private record Own(HistoryQuestion question, HistoryStore store, Filings filings) implements Competitor {
        @Override
        public String name() {
            return "%s: %s".formatted(store.name(), question.word);
        }

        @Override
        public Run run(int clients, Span span) {
            return question.run(store, filings, clients, span);
        }
    }

    private record Others(HistoryQuestion question, HistoryStore store, Filings filings) implements Foreign {
        @Override
        public String name() {
            return "%s: %s".formatted(store.name(), question.word);
        }

        @Override
        public String product() {
            return store.product();
        }

        @Override
        public Run run(int clients, Span span) {
            return question.run(store, filings, clients, span);
        }
    }
}
