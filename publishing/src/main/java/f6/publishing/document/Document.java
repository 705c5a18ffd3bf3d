package f6.publishing.document;

import f6.eventstore.event.Event;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A document as commands are decided on: its draft, and the edition that was published last.
///
/// @param lockVersion how often its draft was put or discarded
/// @param draft the edition that is worked on
/// @param current the latest that was published or unpublished and not superseded
/// @param owner the document that this one redirects to, if it was made for that
public record Document(
        DocumentKey key,
        long lockVersion,
        Optional<Edition> draft,
        Optional<Edition> current,
        Optional<DocumentKey> owner) {
    /// Before its first event.
    public static Document none(DocumentKey key) {
        return new Document(key, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What an event makes of a document and its editions.
    ///
    /// @param saved editions that are new or have changed
    /// @param discarded the draft that is gone
    public record Step(Document after, List<Edition> saved, Optional<Edition> discarded) {}

    /// The edition in a content store.
    public Optional<Edition> in(ContentStore store) {
        return store == ContentStore.DRAFT
                ? draft
                : current.filter(edition -> edition.store().isPresent());
    }

    /// The document after one more of its events.
    ///
    /// @param position of the event in the log; any number while it is not stored
    public Step after(Event event, long position) {
        Map<String, @Nullable Object> data = Told.by(event);
        Instant now = event.occurredAt();
        return switch (event.type().name()) {
            case Happened.EDITION_DRAFTED -> drafted(data, now, position);
            case Happened.DRAFT_DISCARDED ->
                new Step(new Document(key, lockVersion + 1, Optional.empty(), current, owner), List.of(), draft);
            case Happened.EDITION_SUPERSEDED ->
                left(current.map(edition -> moved(edition, State.SUPERSEDED, null, now)), Optional.empty());
            case Happened.EDITION_SUBSTITUTED -> {
                Optional<Edition> substituted =
                        current.map(edition -> unpublished(edition, Unpublishings.substitute(now), null, now));
                yield left(substituted, substituted);
            }
            case Happened.EDITION_PUBLISHED -> published(data, now);
            case Happened.EDITION_UNPUBLISHED -> unpublished(data, now);
            case Happened.EDITION_REPUBLISHED -> {
                Optional<Edition> again =
                        current.map(edition -> changed(edition, Json.object(data.get(Happened.EDITION)), now));
                yield left(again, again);
            }
            default -> new Step(this, List.of(), Optional.empty());
        };
    }

    private Step left(Optional<Edition> saved, Optional<Edition> current) {
        return new Step(
                new Document(key, lockVersion, draft, current, owner),
                saved.stream().toList(),
                Optional.empty());
    }

    private Step drafted(Map<String, @Nullable Object> data, Instant now, long position) {
        Map<String, @Nullable Object> payload =
                Json.object(Json.object(data.get(Happened.COMMAND)).get("payload"));
        Map<String, @Nullable Object> fields = Fields.of(payload);
        fields.putAll(Json.object(data.get(Happened.EDITION)));
        Map<String, @Nullable Object> limit = Json.object(payload.get("access_limited"));
        Edition edition = new Edition(
                draft.map(Edition::id).orElse(position),
                ((Number) data.getOrDefault("user_facing_version", 1L)).intValue(),
                State.DRAFT,
                Optional.of(ContentStore.DRAFT),
                fields,
                Json.links(payload.get("links")),
                limit.isEmpty() ? Optional.empty() : Optional.of(limit),
                Json.text(payload.get("change_note")),
                Optional.empty(),
                draft.map(Edition::createdAt).orElse(now),
                now);
        Optional<DocumentKey> owning = Json.uuid(data.get("owner")).map(id -> new DocumentKey(id, key.locale()));
        return new Step(
                new Document(key, lockVersion + 1, Optional.of(edition), current, owning.or(() -> owner)),
                List.of(edition),
                Optional.empty());
    }

    private Step published(Map<String, @Nullable Object> data, Instant now) {
        Optional<Edition> live = draft.map(edition -> new Edition(
                edition.id(),
                edition.version(),
                State.PUBLISHED,
                Optional.of(ContentStore.LIVE),
                fields(edition, Json.object(data.get(Happened.EDITION))),
                edition.links(),
                Optional.empty(),
                data.containsKey("change_note") ? Json.text(data.get("change_note")) : edition.changeNote(),
                Optional.empty(),
                edition.createdAt(),
                now));
        return new Step(
                new Document(key, lockVersion, Optional.empty(), live, owner),
                live.stream().toList(),
                Optional.empty());
    }

    private Step unpublished(Map<String, @Nullable Object> data, Instant now) {
        boolean ofDraft = Boolean.TRUE.equals(data.get("draft"));
        Optional<Edition> edition = (ofDraft ? draft : current)
                .map(before -> unpublished(
                        before,
                        Unpublishings.of(Json.object(data.get("unpublishing")), before.unpublishing(), now),
                        ContentStore.LIVE,
                        now));
        return new Step(
                new Document(key, lockVersion, ofDraft ? Optional.empty() : draft, edition, owner),
                edition.stream().toList(),
                Optional.empty());
    }

    private static Edition moved(Edition edition, State state, @Nullable ContentStore store, Instant now) {
        return new Edition(
                edition.id(),
                edition.version(),
                state,
                Optional.ofNullable(store),
                edition.fields(),
                edition.links(),
                edition.accessLimit(),
                edition.changeNote(),
                edition.unpublishing(),
                edition.createdAt(),
                now);
    }

    private static Edition unpublished(Edition edition, Unpublishing how, @Nullable ContentStore store, Instant now) {
        Edition moved = moved(edition, State.UNPUBLISHED, store, now);
        return new Edition(
                moved.id(),
                moved.version(),
                moved.state(),
                moved.store(),
                moved.fields(),
                moved.links(),
                Optional.empty(),
                moved.changeNote(),
                Optional.of(how),
                moved.createdAt(),
                now);
    }

    private static Edition changed(Edition edition, Map<String, @Nullable Object> changes, Instant now) {
        return new Edition(
                edition.id(),
                edition.version(),
                edition.state(),
                edition.store(),
                fields(edition, changes),
                edition.links(),
                edition.accessLimit(),
                edition.changeNote(),
                edition.unpublishing(),
                edition.createdAt(),
                now);
    }

    private static Map<String, @Nullable Object> fields(Edition edition, Map<String, @Nullable Object> changes) {
        if (changes.isEmpty()) {
            return edition.fields();
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(edition.fields());
        fields.putAll(changes);
        return fields;
    }

    /// The piece of content that it is in one language.
    public UUID contentId() {
        return key.contentId();
    }
}
