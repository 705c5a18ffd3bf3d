package f6.publishing.content;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an item shows of what it links to. An item that shows something of another must be presented
/// again when that one changes; so it takes more than a lookup to have an implementation.
@FunctionalInterface
public interface Linking {
    /// Shows nothing of it: links are not expanded yet.
    Linking NONE = (_, _, _) -> Map.of();

    /// By type of link, in order.
    ///
    /// @param store for which it is shown: drafts link to drafts
    Map<String, List<Map<String, @Nullable Object>>> expanded(
            DocumentKey document, Edition edition, Edition.ContentStore store);
}
