package f6.publishing.document;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Tells a document from all others: a piece of content in one language.
///
/// @param locale as the content schemas name languages: `en`, `es-419`
public record DocumentKey(UUID contentId, String locale) {
    /// Of a document whose language is not said.
    public static final String DEFAULT_LOCALE = "en";

    public DocumentKey {
        InvalidValue.require(!locale.isBlank(), "a document has a locale");
    }

    /// What its events name.
    public ObjectId object() {
        return named("document:" + contentId + ":" + locale);
    }

    /// What the events of a piece of content in all languages name.
    public static ObjectId content(UUID contentId) {
        return named("content:" + contentId);
    }

    /// What the events that change who has a path name.
    public static ObjectId path(String basePath) {
        return named("path:" + basePath);
    }

    /// What the events that give a content id a name name.
    public static ObjectId alias(String name) {
        return named("alias:" + name);
    }

    /// What the commands of a user name.
    public static ObjectId user(String userUid) {
        return named("user:" + userUid);
    }

    /// What the commands of a request name.
    public static ObjectId request(String requestId) {
        return named("request:" + requestId);
    }

    private static ObjectId named(String name) {
        return new ObjectId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
