package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Refusal;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a batch of events makes of documents and editions, in memory: each is written once, however often it
/// changed.
final class DocumentFold {
    private final Map<DocumentKey, Document> before;
    private final Map<DocumentKey, Document> after = new LinkedHashMap<>();
    private final Map<Long, Edition> stored = new HashMap<>();
    private final Map<Long, Change> changed = new LinkedHashMap<>();
    private final Map<Long, Edition> discarded = new LinkedHashMap<>();

    /// @param before of an edition that was in the tables
    record Change(DocumentKey document, Optional<Edition> before, Edition after) {}

    /// @param before the documents of the batch that are in the tables
    DocumentFold(Map<DocumentKey, Document> before) {
        this.before = before;
        before.values()
                .forEach(document -> Stream.concat(document.draft().stream(), document.current().stream())
                        .forEach(edition -> stored.put(edition.id(), edition)));
    }

    /// The document that an event is of.
    ///
    /// @throws Refusal when it names none
    static DocumentKey key(StoredEvent event) {
        Map<String, @Nullable Object> data = Told.by(event.event());
        return Json.uuid(data.get("content_id"))
                .flatMap(id -> Json.text(data.get("locale")).map(locale -> new DocumentKey(id, locale)))
                .orElseThrow(() -> new Refusal(
                        "an event %s names no document".formatted(event.event().type())));
    }

    static boolean isOfDocument(StoredEvent event) {
        return Happened.OF_DOCUMENTS.contains(event.event().type().name());
    }

    void take(StoredEvent event) {
        DocumentKey key = key(event);
        Document known = after.get(key);
        Document document = known != null ? known : before.getOrDefault(key, Document.none(key));
        Document.Step step = document.after(event.event(), event.position().value());
        after.put(key, step.after());
        step.saved().forEach(edition -> {
            Optional<Edition> was = Optional.ofNullable(stored.get(edition.id()));
            changed.put(edition.id(), new Change(key, was, edition));
        });
        step.discarded().ifPresent(edition -> {
            changed.remove(edition.id());
            Optional.ofNullable(stored.get(edition.id())).ifPresent(was -> discarded.put(was.id(), was));
        });
    }

    /// Documents that are new or not as they were.
    Stream<Document> documents() {
        return after.values().stream().filter(document -> !isAsBefore(document));
    }

    private boolean isAsBefore(Document document) {
        Document was = before.get(document.key());
        return was != null
                && was.lockVersion() == document.lockVersion()
                && was.owner().equals(document.owner())
                && was.draft().map(Edition::id).equals(document.draft().map(Edition::id))
                && was.current().map(Edition::id).equals(document.current().map(Edition::id));
    }

    /// In the order of the events that changed them first.
    Iterable<Change> changed() {
        return changed.values();
    }

    /// Drafts that were in the tables, as they were.
    Iterable<Edition> discarded() {
        return discarded.values();
    }
}
