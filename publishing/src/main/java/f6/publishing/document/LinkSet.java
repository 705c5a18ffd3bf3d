package f6.publishing.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The links of a piece of content in all languages and versions.
///
/// @param version how often it was changed
/// @param links by type, in order; none of a type without targets
public record LinkSet(UUID contentId, long version, Map<String, List<UUID>> links) {
    public LinkSet {
        Map<String, List<UUID>> there = new LinkedHashMap<>(links);
        there.values().removeIf(List::isEmpty);
        links = Collections.unmodifiableMap(there);
    }

    public static LinkSet empty(UUID contentId) {
        return new LinkSet(contentId, 0, Map.of());
    }

    /// With the targets of some types replaced.
    public LinkSet patched(Map<String, List<UUID>> patch) {
        Map<String, List<UUID>> next = new LinkedHashMap<>(links);
        next.putAll(patch);
        return new LinkSet(contentId, version + 1, next);
    }
}
