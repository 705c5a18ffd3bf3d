package f6.publishing.document;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A version of a document.
///
/// @param id the position of the event that began it; greater than that of every edition before it
/// @param version as publishers count: 1, 2, …
/// @param fields what publishers sent and what was made of it, by the names of the content schemas; moments as ISO
/// 8601 in UTC
/// @param links of this edition only, by type, in order
/// @param accessLimit who alone may see the draft: `users`, `organisations`
/// @param changeNote what was said of the change, if anything
/// @param createdAt when it began
/// @param updatedAt when it last changed
public record Edition(
        long id,
        int version,
        State state,
        Optional<ContentStore> store,
        Map<String, @Nullable Object> fields,
        Map<String, List<UUID>> links,
        Optional<Map<String, @Nullable Object>> accessLimit,
        Optional<String> changeNote,
        Optional<Unpublishing> unpublishing,
        Instant createdAt,
        Instant updatedAt) {
    public Edition {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    }

    /// Where an edition stands.
    public enum State {
        DRAFT,
        PUBLISHED,
        UNPUBLISHED,
        SUPERSEDED;

        /// As the API writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where readers meet an edition.
    public enum ContentStore {
        DRAFT,
        LIVE;

        /// As the API writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A field that is text.
    public Optional<String> text(String field) {
        return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// Absent of content that readers do not meet by a path, such as a contact.
    public Optional<String> basePath() {
        return text("base_path");
    }

    public String documentType() {
        return text("document_type").orElse("");
    }

    public String schemaName() {
        return text("schema_name").orElse("");
    }

    /// The routes or redirects.
    public List<Map<String, @Nullable Object>> routes(String field) {
        return Json.objects(fields.get(field));
    }

    /// What steps aside for any other document at its path.
    public boolean isSubstitutable() {
        return Substitution.isSubstitutable(documentType())
                || unpublishing
                        .filter(how -> Substitution.isSubstitutable(how.type().word()))
                        .isPresent();
    }
}
