package f6.web.feed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Full pages that were compressed before, by their entity tags: they never change. Those that were not asked for
/// longest go first.
final class PackedPages {
    /// In bytes: some million events.
    static final int MAX_SIZE = 64 << 20;
    /// Larger ones are passed on as they are made and not kept.
    static final int MAX_PAGE = 4 << 20;

    private final Map<String, byte[]> pages = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    synchronized byte @Nullable [] get(String tag) {
        return pages.get(tag);
    }

    synchronized void put(String tag, byte[] page) {
        byte[] before = pages.put(tag, page);
        size += page.length - (before == null ? 0 : before.length);
        var eldest = pages.values().iterator();
        while (size > MAX_SIZE) {
            size -= eldest.next().length;
            eldest.remove();
        }
    }
}
