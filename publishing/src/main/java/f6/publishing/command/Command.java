package f6.publishing.command;

import f6.publishing.document.DocumentKey;
import f6.publishing.document.Fields;
import f6.publishing.document.Json;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client asks to be done.
public sealed interface Command {
    /// As it was sent, with what its address says.
    Map<String, @Nullable Object> payload();

    /// As the history calls it.
    default String action() {
        return getClass().getSimpleName();
    }

    /// Whether it is one of many that nobody waits for.
    default boolean isBulk() {
        return Boolean.TRUE.equals(payload().get("bulk_publishing"))
                || "republish".equals(payload().get("update_type"));
    }

    /// What it is about, to be read before it is decided.
    Reads reads();

    /// Documents with the paths they are at, further paths, link sets, names that stand for content ids.
    record Reads(Set<DocumentKey> documents, Set<String> paths, Set<UUID> linkSets, Set<String> aliases) {
        /// Without aliases.
        public Reads(Set<DocumentKey> documents, Set<String> paths, Set<UUID> linkSets) {
            this(documents, paths, linkSets, Set.of());
        }

        static Reads document(DocumentKey key) {
            return new Reads(Set.of(key), Set.of(), Set.of());
        }

        static Reads path(String basePath) {
            return new Reads(Set.of(), Set.of(basePath), Set.of());
        }
    }

    /// Of a document.
    sealed interface OfDocument extends Command {
        UUID contentId();

        default DocumentKey key() {
            return new DocumentKey(
                    contentId(), Json.text(payload().get("locale")).orElse(DocumentKey.DEFAULT_LOCALE));
        }

        @Override
        default Reads reads() {
            return Reads.document(key());
        }
    }

    record PutContent(UUID contentId, Map<String, @Nullable Object> payload) implements OfDocument {
        @Override
        public Reads reads() {
            return new Reads(
                    Set.of(key()),
                    Json.text(payload.get("base_path")).map(Set::of).orElse(Set.of()),
                    Set.of(),
                    Fields.alias(payload).map(Set::of).orElse(Set.of()));
        }
    }

    record Publish(UUID contentId, Map<String, @Nullable Object> payload) implements OfDocument {}

    record Republish(UUID contentId, Map<String, @Nullable Object> payload) implements OfDocument {}

    record Unpublish(UUID contentId, Map<String, @Nullable Object> payload) implements OfDocument {}

    record DiscardDraft(UUID contentId, Map<String, @Nullable Object> payload) implements OfDocument {}

    record PatchLinkSet(UUID contentId, Map<String, @Nullable Object> payload) implements Command {
        @Override
        public Reads reads() {
            return new Reads(Set.of(), Set.of(), Set.of(contentId));
        }
    }

    record ReservePath(String basePath, Map<String, @Nullable Object> payload) implements Command {
        @Override
        public Reads reads() {
            return Reads.path(basePath);
        }
    }

    record UnreservePath(String basePath, Map<String, @Nullable Object> payload) implements Command {
        @Override
        public Reads reads() {
            return Reads.path(basePath);
        }
    }

    record PutPublishIntent(String basePath, Map<String, @Nullable Object> payload) implements Command {
        @Override
        public Reads reads() {
            return Reads.path(basePath);
        }
    }

    record DeletePublishIntent(String basePath, Map<String, @Nullable Object> payload) implements Command {
        @Override
        public Reads reads() {
            return Reads.path(basePath);
        }
    }
}
