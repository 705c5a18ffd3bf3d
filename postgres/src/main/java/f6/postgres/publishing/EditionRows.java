package f6.postgres.publishing;

import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Unpublishing;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the tables hold of documents and editions, in the order of their columns.
final class EditionRows {
    private static final int LATEST_YEAR = 9999;

    private EditionRows() {}

    static void document(Rows documents, Document document) {
        documents.add(
                document.contentId(),
                document.key().locale(),
                document.lockVersion(),
                document.owner().map(DocumentKey::contentId).orElse(null),
                document.draft().map(Edition::id).orElse(null),
                document.current().map(Edition::id).orElse(null));
    }

    static void edition(Rows editions, DocumentKey key, Edition edition) {
        editions.add(
                edition.id(),
                key.contentId(),
                key.locale(),
                (long) edition.version(),
                edition.state().word(),
                edition.store().map(store -> store.word()).orElse(null),
                edition.basePath().orElse(null),
                edition.text("title").orElse(null),
                edition.documentType(),
                edition.schemaName(),
                edition.text("publishing_app").orElse(null),
                edition.text("rendering_app").orElse(null),
                moment(edition.text("public_updated_at")),
                moment(edition.text("last_edited_at")),
                edition.createdAt(),
                edition.updatedAt(),
                edition.fields(),
                edition.links());
    }

    /// What publishers sent as a moment, to the microsecond, if it is one that a column takes.
    private static @Nullable Instant moment(Optional<String> text) {
        try {
            OffsetDateTime moment = text.map(OffsetDateTime::parse).orElse(null);
            return moment == null || moment.getYear() < 1 || moment.getYear() > LATEST_YEAR
                    ? null
                    : moment.toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    static void unpublishing(Rows unpublishings, long edition, Unpublishing how) {
        unpublishings.add(
                edition,
                how.type().word(),
                how.explanation().orElse(null),
                how.alternativePath().orElse(null),
                how.redirects(),
                how.unpublishedAt().orElse(null),
                how.createdAt());
    }

    interface Link {
        void to(String type, long position, UUID target);
    }

    static void links(Map<String, List<UUID>> links, Link each) {
        links.forEach((type, targets) -> {
            for (int i = 0; i < targets.size(); i++) {
                each.to(type, i, targets.get(i));
            }
        });
    }
}
