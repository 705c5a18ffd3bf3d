package f6.publishing.content;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What comes in pages, one by one.
final class Pages<T> {
    private final Function<String, List<T>> after;
    private final Function<T, String> key;
    private List<T> page;
    private int next;

    /// @param after the page behind a key; empty for the first page
    Pages(Function<String, List<T>> after, Function<T, String> key) {
        this.after = after;
        this.key = key;
        this.page = after.apply("");
    }

    @Nullable
    T peek() {
        if (next == page.size() && next > 0) {
            page = after.apply(key.apply(page.getLast()));
            next = 0;
        }
        return next < page.size() ? page.get(next) : null;
    }

    void move() {
        next++;
    }
}
