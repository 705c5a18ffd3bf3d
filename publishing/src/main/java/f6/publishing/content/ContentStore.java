package f6.publishing.content;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A store of what readers meet at paths: a draft one or a live one, by itself, wherever it is.
///
/// Of two versions of a path the greater counts, in whatever order they come: each is presented with the
/// position of the log that it was known at. Methods throw [f6.eventstore.event.InvalidValue] for what the
/// caller got wrong, and [f6.eventstore.store.StoreFailure] when the store cannot be reached or fails; then
/// they may or may not have been done, and may be done again.
public interface ContentStore {
    /// Items in one page of the list.
    int MAX_PAGE = 1_000;

    /// What came of presenting an item.
    sealed interface Put {
        record Created() implements Put {}

        record Replaced() implements Put {}

        /// Nothing: what is there is newer, or as new.
        ///
        /// @param stored the version of what is there
        record Conflict(long stored) implements Put {}
    }

    /// @param updatedAt by the store's clock
    record Stored(Item item, long payloadVersion, Instant updatedAt) {}

    /// Replaces all that is at the item's base path.
    Put put(Item item, long payloadVersion);

    /// Puts many, each as if alone; faster where a store can do it at once. After a failure some may have been
    /// put.
    default void putAll(Collection<Item> items, long payloadVersion) {
        items.forEach(item -> {
            var _ = put(item, payloadVersion);
        });
    }

    /// Leaves nothing at a path as of a version, and no older one comes back.
    ///
    /// @return whether something was there that is gone now
    boolean delete(String basePath, long payloadVersion);

    /// Leaves nothing at a path, whatever its version; anything may come there again.
    ///
    /// @return whether something was there
    boolean remove(String basePath);

    /// The item with this base path; else one with this exact route or redirect; else the one with the
    /// longest prefix route or redirect above it.
    Optional<Stored> find(String path);

    /// An item as the list has it.
    ///
    /// @param hash of what is there now, by [Item#hash]
    record Listed(String basePath, long payloadVersion, String hash) {}

    /// Items by base path, in [BasePaths#ORDER].
    ///
    /// @param after exclusive; empty for the first page
    /// @param limit at most [#MAX_PAGE]; a page with fewer is the last
    List<Listed> list(String after, int limit);

    /// @return whether there was none at the path
    boolean putIntent(PublishIntent intent);

    /// @return whether there was one
    boolean deleteIntent(String basePath);

    /// The intent of a path, found as items are.
    Optional<PublishIntent> findIntent(String path);

    /// Intents by base path, in [BasePaths#ORDER].
    ///
    /// @param after exclusive; empty for the first page
    /// @param limit at most [#MAX_PAGE]; a page with fewer is the last
    List<PublishIntent> intents(String after, int limit);

    /// Forgets the intents that count no more.
    ///
    /// @return how many
    int forgetIntentsBefore(Instant time);
}
