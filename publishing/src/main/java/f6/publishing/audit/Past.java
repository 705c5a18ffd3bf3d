package f6.publishing.audit;

import f6.publishing.document.Document;
import f6.publishing.document.Edition;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A document as it was.
///
/// @param history where each of its editions stood, by version
/// @param editions those that were asked for, by version
public record Past(Document document, SortedMap<Integer, Edition.State> history, Map<Integer, Edition> editions) {
    public Past {
        history = Collections.unmodifiableSortedMap(new TreeMap<>(history));
        editions = Map.copyOf(editions);
    }

    /// The draft, or else what was published last and is not superseded.
    public Optional<Edition> latest() {
        return document.draft()
                .or(() -> document.current().filter(edition -> edition.state() != Edition.State.SUPERSEDED));
    }
}
