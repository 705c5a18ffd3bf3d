package f6.publishing.document;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an edition stopped being published.
///
/// @param redirects as routes have them, with `destination`; none unless it is a redirect
/// @param unpublishedAt what readers are told; of a withdrawal only
/// @param createdAt when it was first unpublished
public record Unpublishing(
        Type type,
        Optional<String> explanation,
        Optional<String> alternativePath,
        List<Map<String, @Nullable Object>> redirects,
        Optional<Instant> unpublishedAt,
        Instant createdAt) {
    public Unpublishing {
        redirects = List.copyOf(redirects);
    }

    /// What readers meet at the path.
    public enum Type {
        GONE,
        REDIRECT,
        /// The content, with a notice.
        WITHDRAWAL,
        /// Nothing, as if it had never been.
        VANISH,
        /// Another document's edition, which took the path over.
        SUBSTITUTE;

        /// As the API writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @return empty for a word that is no type
        public static Optional<Type> of(@Nullable Object word) {
            for (Type type : values()) {
                if (type.word().equals(word)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }
}
