package f6.publishing.content;

import f6.publishing.document.Edition;
import java.util.Comparator;
import java.util.List;

/// The paths at which a content store may have something, by what is known of the documents.
public interface BasePaths {
    /// Character by character, as databases with the collation `C` have it: paths are ASCII.
    Comparator<String> ORDER = Comparator.naturalOrder();

    /// The base paths of live editions, and for the draft store those of drafts too, each once, in order.
    ///
    /// @param after exclusive; empty for the first page
    /// @param limit a page with fewer is the last
    List<String> basePaths(Edition.ContentStore store, String after, int limit);

    /// The paths where something is intended to be published, in order; page by page as the others.
    List<String> intendedPaths(String after, int limit);
}
