package f6.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.StoreFailure;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings paths of a content store to what is known of them.
record Delivery(Edition.ContentStore store, ContentStore target, Stock.Shelves shelves, Presented presented) {
    private static final Logger LOGGER = System.getLogger(Delivery.class.getName());

    /// The events that change anything in this store.
    Query query() {
        return Query.ofTypes(Lane.types(store));
    }

    /// Presents what the events are about.
    ///
    /// @throws StoreFailure when the store is away, or what is known does not reach the events yet
    void present(List<StoredEvent> events) {
        Set<DocumentKey> documents = new LinkedHashSet<>();
        Set<String> paths = new LinkedHashSet<>();
        Set<String> intents = new LinkedHashSet<>();
        for (StoredEvent stored : events) {
            Map<String, @Nullable Object> data = Told.by(stored.event());
            if (Lane.isOfIntent(stored.event().type())) {
                Json.text(data.get("base_path")).ifPresent(intents::add);
            } else {
                Json.uuid(data.get("content_id"))
                        .ifPresent(id -> documents.add(new DocumentKey(
                                id, Json.text(data.get("locale")).orElse(DocumentKey.DEFAULT_LOCALE))));
                Json.list(data.get(Happened.PATHS))
                        .forEach(path -> Json.text(path).ifPresent(paths::add));
            }
        }
        Set<String> asked = new LinkedHashSet<>(paths);
        asked.addAll(intents);
        Stock stock = shelves.read(new Command.Reads(documents, asked, Set.of()));
        if (events.getLast().position().isAfter(stock.position())) {
            throw new StoreFailure("what is known reaches to position %s, not yet to %s"
                    .formatted(stock.position(), events.getLast().position()));
        }
        documents.forEach(key -> paths.addAll(pathsOf(stock.documents().get(key))));
        present(paths, stock);
        intents.forEach(path -> presentIntent(path, stock));
    }

    /// Where editions of a document are that the store may show.
    private Set<String> pathsOf(@Nullable Document document) {
        Set<String> paths = new LinkedHashSet<>();
        if (document != null) {
            document.in(Edition.ContentStore.LIVE).flatMap(Edition::basePath).ifPresent(paths::add);
            if (store == Edition.ContentStore.DRAFT) {
                document.draft().flatMap(Edition::basePath).ifPresent(paths::add);
            }
        }
        return paths;
    }

    /// What the store does not take for good is passed over, so that it does not hold up all else; a
    /// verification finds it missing.
    private void present(Set<String> paths, Stock stock) {
        List<Item> items = new ArrayList<>();
        for (String path : paths) {
            tries(path, () -> {
                Optional<Item> item = presented.at(path, store, stock);
                item.ifPresent(items::add);
                if (item.isEmpty()) {
                    var _ = target.delete(path, stock.position().value());
                }
            });
        }
        try {
            target.putAll(items, stock.position().value());
        } catch (InvalidValue e) {
            items.forEach(item -> tries(item.basePath(), () -> {
                var _ = target.put(item, stock.position().value());
            }));
        }
    }

    private void tries(String path, Runnable work) {
        try {
            work.run();
        } catch (InvalidValue e) {
            LOGGER.log(Level.ERROR, "the {0} content store does not take {1}: {2}", store.word(), path, e.getMessage());
        }
    }

    /// @param stock with all documents that have an edition at the path
    /// @return whether it was done: the store had nothing newer, nor had it nothing where nothing is to be
    boolean bring(String path, Stock stock) {
        long version = stock.position().value();
        return presented
                .at(path, store, stock)
                .map(item -> !(target.put(item, version) instanceof ContentStore.Put.Conflict))
                .orElseGet(() -> target.delete(path, version));
    }

    private void presentIntent(String path, Stock stock) {
        Map<String, @Nullable Object> fields = stock.intents().get(path);
        tries(path, () -> {
            if (fields == null) {
                var _ = target.deleteIntent(path);
            } else {
                var _ = target.putIntent(PublishIntent.of(path, fields));
            }
        });
    }
}
