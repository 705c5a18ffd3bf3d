package f6.benchmarks.history;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A store that keeps what was so and what was known. Formal moments are steps of [Filings]: the store asks itself
/// by whatever it keeps for the moment right after that step. One caller at a time.
///
public interface HistoryStore extends AutoCloseable {
    /// What a store can be asked.
    enum Question {
        POINT,
        TIMELINE,
        DIFF,
        DIFF_ALL
    }

    String name();

    /// The same as it stands in the names of measures.
    String word();

    /// The product and its version.
    String product();

    /// What it answers; it is not asked anything else.
    default Set<Question> answers() {
        return EnumSet.allOf(Question.class);
    }

    /// Stores all filings, a step in one transaction. Called once, first.
    void load(Filings filings);

    /// A person's address on a day, as known after a step.
    @Nullable
    Address at(int person, LocalDate day, int step);

    /// All that was ever known of a person, in any order, cut in any way.
    List<Rectangle> timeline(int person);

    /// What is known of a person after the later step and was not after the earlier one, in the order of the days.
    List<Difference> diff(int person, int before, int after);

    /// The same of all people, in the order of their numbers.
    List<Difference> diffAll(int before, int after);

    @Override
    void close();
}
