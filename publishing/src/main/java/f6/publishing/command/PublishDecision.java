package f6.publishing.command;

import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Edition.State;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Substitution;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a draft the live edition, in the order of work of publishing-api's `Commands::V2::Publish`.
final class PublishDecision {
    private static final List<String> UPDATE_TYPES = List.of("major", "minor", "republish", "links", "content_block");

    private final Deciding deciding;
    private final Command.Publish command;
    private final DocumentKey key;
    private final Document document;
    private final Edition draft;
    private final String updateType;

    private PublishDecision(Deciding deciding, Command.Publish command) {
        this.deciding = deciding;
        this.command = command;
        this.key = command.key();
        this.document = deciding.document(key);
        this.draft = document.draft().orElseThrow(this::noDraft);
        this.updateType = updateType();
    }

    static void decide(Deciding deciding, Command.Publish command) {
        new PublishDecision(deciding, command).decide();
    }

    private Refused.Exit noDraft() {
        boolean published = document.current()
                .filter(edition -> edition.state() == State.PUBLISHED)
                .isPresent();
        return new Refused.Exit(
                published
                        ? Refused.of(409, "Cannot publish an already published edition", null, Map.of())
                        : Refused.of(
                                404,
                                "Item with content_id %s and locale %s does not exist"
                                        .formatted(key.contentId(), key.locale()),
                                null,
                                Map.of()));
    }

    private String updateType() {
        // One that is sent counts, even an empty one.
        Object sent = command.payload().get("update_type");
        String type = (sent == null ? draft.text("update_type") : Json.text(sent))
                .orElseThrow(() -> new Refused.Exit(Refused.of(
                        Refused.UNPROCESSABLE,
                        "update_type is required",
                        "update_type_missing",
                        Map.of("update_type", List.of("is required")))));
        if (!UPDATE_TYPES.contains(type)) {
            throw new Refused.Exit(Refused.of(
                    Refused.UNPROCESSABLE,
                    "An update_type of '%s' is invalid".formatted(type),
                    "update_type_invalid",
                    Map.of(
                            "update_type",
                            List.of("must be one of "
                                    + UPDATE_TYPES.stream()
                                            .map("\"%s\""::formatted)
                                            .toList()))));
        }
        return type;
    }

    private void decide() {
        Versions.require(command.payload(), document.lockVersion());
        if (document.current().isPresent()) {
            deciding.record(
                    Happened.EDITION_SUPERSEDED, key, pathsOf(document.current().get()), Map.of());
        }
        publishRedirect();
        draft.basePath().ifPresent(this::takeOver);
        Set<String> paths = new LinkedHashSet<>(pathsOf(draft));
        document.current().ifPresent(edition -> paths.addAll(pathsOf(edition)));
        Map<String, @Nullable Object> data = deciding.command(command);
        data.put(Happened.EDITION, changes());
        changeNote().ifPresent(note -> data.put("change_note", note));
        deciding.record(Happened.EDITION_PUBLISHED, key, paths, data);
    }

    private static List<String> pathsOf(Edition edition) {
        return edition.basePath().stream().toList();
    }

    /// The redirect that waits where the document was, goes live with it.
    private void publishRedirect() {
        Optional<String> old = document.current()
                .filter(edition -> edition.store().isPresent())
                .flatMap(Edition::basePath)
                .filter(path -> !draft.basePath().filter(path::equals).isPresent());
        old.ifPresent(path -> deciding.at(path, ContentStore.DRAFT, key).stream()
                .filter(other -> other.key().locale().equals(key.locale()))
                .filter(other -> other.draft()
                        .filter(edition -> edition.schemaName().equals("redirect"))
                        .isPresent())
                .findFirst()
                .ifPresent(other -> decide(deciding, Nested.publish(other.key(), command))));
    }

    /// What is live at the path and may step aside, does; anything else stays and is named.
    private void takeOver(String path) {
        for (Document other : deciding.at(path, ContentStore.LIVE, key)) {
            boolean same = other.contentId().equals(key.contentId());
            boolean substitutes = other.key().locale().equals(key.locale())
                    && (Substitution.isSubstitutable(draft.documentType())
                            || other.current().filter(Edition::isSubstitutable).isPresent());
            if (!same && !substitutes) {
                throw new Refused.Exit(Refused.invalid(List.of(new Refused.Flaw(
                        "base",
                        "base path=%s conflicts with content_id=%s and locale=%s"
                                .formatted(path, other.contentId(), other.key().locale()),
                        "conflict"))));
            }
            deciding.record(Happened.EDITION_SUBSTITUTED, other.key(), List.of(path), Map.of());
        }
    }

    /// What publishing sets (publishing-api, `Edition::Timestamps.live_transition`).
    private Map<String, @Nullable Object> changes() {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        Optional<Edition> previous = document.current();
        String now = deciding.now();
        changes.put("update_type", updateType);
        changes.put("published_at", now);
        if (draft.text("first_published_at").isEmpty()) {
            changes.put("first_published_at", now);
        }
        if (draft.text("publishing_api_first_published_at").isEmpty()) {
            changes.put("publishing_api_first_published_at", now);
        }
        if (updateType.equals("major")) {
            changes.put("major_published_at", now);
            if (draft.text("public_updated_at").isEmpty()) {
                changes.put("public_updated_at", now);
            }
        } else {
            previous.flatMap(edition -> edition.text("major_published_at"))
                    .ifPresent(moment -> changes.put("major_published_at", moment));
            if (draft.text("public_updated_at").isEmpty()) {
                changes.put(
                        "public_updated_at",
                        previous.flatMap(edition -> edition.text("public_updated_at"))
                                .or(() -> draft.text("first_published_at"))
                                .orElse(now));
            }
        }
        changes.put("auth_bypass_ids", List.of());
        deciding.around().by().requestId().ifPresent(request -> changes.put("publishing_request_id", request));
        return changes;
    }

    /// Only major changes keep their note; one sent now replaces the draft's.
    private Optional<String> changeNote() {
        if (!updateType.equals("major") && !updateType.equals("content_block")) {
            return Optional.of("");
        }
        return command.payload().get("update_type") == null
                ? Optional.empty()
                : Json.text(command.payload().get("change_note")).or(draft::changeNote);
    }
}
