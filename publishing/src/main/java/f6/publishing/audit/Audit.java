package f6.publishing.audit;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// The history of a platform: complete, for ever. Reads the log alone, lazily, oldest first.
public final class Audit {
    /// Events that are in memory at once: of large content no more than this many fit.
    private static final int PAGE = 20;

    private final EventStore log;

    public Audit(EventStore log) {
        this.log = log;
    }

    /// The commands on a piece of content, in all languages.
    public Stream<Entry> ofContent(UUID contentId) {
        return entries(DocumentKey.content(contentId));
    }

    /// The commands on what was, is or was to be at a path.
    public Stream<Entry> ofPath(String basePath) {
        return entries(DocumentKey.path(basePath));
    }

    public Stream<Entry> byUser(String userUid) {
        return entries(DocumentKey.user(userUid));
    }

    public Stream<Entry> byRequest(String requestId) {
        return entries(DocumentKey.request(requestId));
    }

    private Stream<Entry> entries(ObjectId object) {
        return history(object).flatMap(stored -> Entry.of(stored).stream());
    }

    private Stream<StoredEvent> history(ObjectId object) {
        return Stream.iterate(
                        page(object, Position.START),
                        page -> !page.isEmpty(),
                        page -> page.size() < PAGE
                                ? List.of()
                                : page(object, page.getLast().position()))
                .flatMap(List::stream);
    }

    private List<StoredEvent> page(ObjectId object, Position after) {
        return log.read(
                        Query.ofObjects(object),
                        ReadOptions.FORWARD.after(after).limit(PAGE))
                .toList();
    }

    /// A document as it was at a moment: with all that happened no later.
    public Past at(DocumentKey key, Instant moment) {
        return past(key, Optional.of(moment), Set.of());
    }

    /// A document as it is.
    ///
    /// @param versions whose editions are wanted; one that was discarded is not there
    public Past now(DocumentKey key, Set<Integer> versions) {
        return past(key, Optional.empty(), versions);
    }

    private Past past(DocumentKey key, Optional<Instant> until, Set<Integer> versions) {
        Document document = Document.none(key);
        SortedMap<Integer, Edition.State> history = new TreeMap<>();
        Map<Integer, Edition> editions = new HashMap<>();
        Iterator<StoredEvent> events = history(key.object()).iterator();
        while (events.hasNext()) {
            StoredEvent stored = events.next();
            if (until.filter(moment -> stored.event().occurredAt().isAfter(moment))
                    .isPresent()) {
                break;
            }
            if (!Happened.OF_DOCUMENTS.contains(stored.event().type().name())) {
                continue;
            }
            Document.Step step =
                    document.after(stored.event(), stored.position().value());
            document = step.after();
            step.discarded().ifPresent(edition -> {
                history.remove(edition.version());
                editions.remove(edition.version());
            });
            for (Edition edition : step.saved()) {
                history.put(edition.version(), edition.state());
                if (versions.contains(edition.version())) {
                    editions.put(edition.version(), edition);
                }
            }
        }
        return new Past(document, history, editions);
    }
}
