package f6.publishing.memory;

import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.content.BasePaths;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Fields;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.LinkSet;
import f6.publishing.document.Told;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All that a platform knows, in memory: what the log comes to, read on demand.
public final class InMemoryShelves implements Stock.Shelves, BasePaths {
    private final EventStore log;
    private final Map<DocumentKey, Document> documents = new HashMap<>();
    private final Map<String, String> reservations = new HashMap<>();
    private final Map<UUID, LinkSet> linkSets = new HashMap<>();
    private final Map<String, Map<String, @Nullable Object>> intents = new HashMap<>();
    private final Map<String, UUID> aliases = new HashMap<>();
    private Position position = Position.START;

    public InMemoryShelves(EventStore log) {
        this.log = log;
    }

    @Override
    public synchronized Stock read(Command.Reads reads) {
        catchUp();
        Set<String> paths = new HashSet<>(reads.paths());
        Map<DocumentKey, Document> found = new HashMap<>();
        reads.documents().forEach(key -> {
            Document document = documents.getOrDefault(key, Document.none(key));
            found.put(key, document);
            document.draft().flatMap(Edition::basePath).ifPresent(paths::add);
            document.current().flatMap(Edition::basePath).ifPresent(paths::add);
        });
        documents.values().stream()
                .filter(document -> isAt(document, paths))
                .forEach(document -> found.put(document.key(), document));
        Map<String, String> reserved = new HashMap<>(reservations);
        reserved.keySet().retainAll(paths);
        Map<UUID, LinkSet> links = new HashMap<>(linkSets);
        links.keySet().retainAll(reads.linkSets());
        Map<String, Map<String, @Nullable Object>> intended = new HashMap<>(intents);
        intended.keySet().retainAll(paths);
        Map<String, UUID> named = new HashMap<>(aliases);
        named.keySet().retainAll(reads.aliases());
        return new Stock(position, found, reserved, links, intended, named);
    }

    private static boolean isAt(Document document, Set<String> paths) {
        for (ContentStore store : ContentStore.values()) {
            if (document.in(store)
                    .flatMap(Edition::basePath)
                    .filter(paths::contains)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// As the latest event has left it.
    public synchronized Optional<Document> document(DocumentKey key) {
        catchUp();
        return Optional.ofNullable(documents.get(key));
    }

    @Override
    public synchronized List<String> basePaths(ContentStore store, String after, int limit) {
        catchUp();
        TreeSet<String> paths = new TreeSet<>(BasePaths.ORDER);
        for (Document document : documents.values()) {
            document.in(ContentStore.LIVE).flatMap(Edition::basePath).ifPresent(paths::add);
            if (store == ContentStore.DRAFT) {
                document.draft().flatMap(Edition::basePath).ifPresent(paths::add);
            }
        }
        return paths.tailSet(after, false).stream().limit(limit).toList();
    }

    @Override
    public synchronized List<String> intendedPaths(String after, int limit) {
        catchUp();
        TreeSet<String> paths = new TreeSet<>(BasePaths.ORDER);
        paths.addAll(intents.keySet());
        return paths.tailSet(after, false).stream().limit(limit).toList();
    }

    private void catchUp() {
        log.read(Query.all(), ReadOptions.FORWARD.after(position)).forEach(this::take);
    }

    private void take(StoredEvent stored) {
        position = stored.position();
        Map<String, @Nullable Object> data = Told.by(stored.event());
        String type = stored.event().type().name();
        if (Happened.OF_DOCUMENTS.contains(type)) {
            DocumentKey key = new DocumentKey(
                    Json.uuid(data.get("content_id")).orElseThrow(),
                    Json.text(data.get("locale")).orElseThrow());
            Document before = documents.getOrDefault(key, Document.none(key));
            documents.put(
                    key, before.after(stored.event(), stored.position().value()).after());
            if (type.equals(Happened.EDITION_DRAFTED)) {
                Fields.aliasTold(data).ifPresent(name -> aliases.putIfAbsent(name, key.contentId()));
            }
            return;
        }
        String path = Json.text(data.get("base_path")).orElse("");
        switch (type) {
            case Happened.PATH_RESERVED ->
                reservations.put(path, Json.text(data.get("publishing_app")).orElseThrow());
            case Happened.PATH_FREED -> reservations.remove(path);
            case Happened.PUBLISH_INTENT_PUT ->
                intents.put(
                        path,
                        new LinkedHashMap<>(Json.object(
                                Json.object(data.get(Happened.COMMAND)).get("payload"))));
            case Happened.PUBLISH_INTENT_DELETED -> intents.remove(path);
            case Happened.LINK_SET_PATCHED -> {
                UUID contentId = Json.uuid(data.get("content_id")).orElseThrow();
                linkSets.merge(
                        contentId,
                        LinkSet.empty(contentId).patched(Json.links(data.get("links"))),
                        (before, patch) -> before.patched(Json.links(data.get("links"))));
            }
            default -> {}
        }
    }
}
