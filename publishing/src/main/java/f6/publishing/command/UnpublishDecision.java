package f6.publishing.command;

import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Unpublishing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes an edition from the readers, in the order of work of publishing-api's `Commands::V2::Unpublish`.
final class UnpublishDecision {
    private final Deciding deciding;
    private final Command.Unpublish command;
    private final Map<String, @Nullable Object> payload;
    private final DocumentKey key;
    private final boolean ofDraft;

    private UnpublishDecision(Deciding deciding, Command.Unpublish command) {
        this.deciding = deciding;
        this.command = command;
        this.payload = command.payload();
        this.key = command.key();
        this.ofDraft = Boolean.TRUE.equals(payload.get("allow_draft"));
    }

    static void decide(Deciding deciding, Command.Unpublish command) {
        new UnpublishDecision(deciding, command).decide();
    }

    private void decide() {
        boolean discards = Boolean.TRUE.equals(payload.get("discard_drafts"));
        if (ofDraft && discards) {
            throw new Refused.Exit(Refused.unprocessable(
                    "allow_draft and discard_drafts cannot be used together", "conflicting_unpublishing_flags"));
        }
        Document document = deciding.document(key);
        Edition edition = (ofDraft ? document.draft() : document.current())
                .orElseThrow(() ->
                        new Refused.Exit(Refused.of(404, "Could not find an edition to unpublish", null, Map.of())));
        Versions.require(payload, document.lockVersion());
        if (document.draft().isPresent() && !ofDraft) {
            if (!discards) {
                throw new Refused.Exit(
                        Refused.unprocessable("Cannot unpublish with a draft present", "cannot_unpublish_with_draft"));
            }
            Drafts.discard(deciding, Nested.discard(key, command));
        }
        Map<String, @Nullable Object> unpublishing = unpublishing(edition);
        edition.basePath().ifPresent(this::requireFree);
        Set<String> paths = new LinkedHashSet<>(edition.basePath().stream().toList());
        if (ofDraft && document.current().isPresent()) {
            paths.addAll(document.current().get().basePath().stream().toList());
            deciding.record(Happened.EDITION_SUPERSEDED, key, paths, Map.of());
        }
        Map<String, @Nullable Object> data = deciding.command(command);
        data.put("unpublishing", unpublishing);
        data.put("draft", ofDraft);
        deciding.record(Happened.EDITION_UNPUBLISHED, key, paths, data);
    }

    /// A draft, or an edition that had stepped aside, comes to readers at a path that may be another's by now.
    private void requireFree(String path) {
        deciding.at(path, Edition.ContentStore.LIVE, key).stream().findFirst().ifPresent(other -> {
            throw new Refused.Exit(Refused.invalid(List.of(new Refused.Flaw(
                    "base",
                    "base path=%s conflicts with content_id=%s and locale=%s"
                            .formatted(path, other.contentId(), other.key().locale()),
                    "conflict"))));
        });
    }

    private Map<String, @Nullable Object> unpublishing(Edition edition) {
        Unpublishing.Type type = Unpublishing.Type.of(payload.get("type"))
                .filter(one -> one != Unpublishing.Type.SUBSTITUTE)
                .orElseThrow(() -> new Refused.Exit(Refused.unprocessable(
                        "%s is not a valid unpublishing type".formatted(payload.getOrDefault("type", "")),
                        payload.get("type") == null ? "type_missing" : "type_invalid")));
        Map<String, @Nullable Object> unpublishing = new LinkedHashMap<>();
        unpublishing.put("type", type.word());
        List<Refused.Flaw> flaws = new ArrayList<>();
        Optional<String> explanation = Json.text(payload.get("explanation"));
        switch (type) {
            case WITHDRAWAL -> {
                explanation.ifPresentOrElse(
                        text -> unpublishing.put("explanation", text),
                        () -> flaws.add(new Refused.Flaw(
                                "explanation", "can't be blank", "explanation_missing_for_withdrawal")));
                Json.text(payload.get("unpublished_at"))
                        .ifPresent(moment -> unpublishing.put("unpublished_at", moment(moment)));
            }
            case REDIRECT -> {
                List<Map<String, @Nullable Object>> redirects = redirects(edition);
                flaws.addAll(EditionCheck.unpublishingFlaws(
                        redirects, edition.basePath().orElse("")));
                unpublishing.put("redirects", redirects);
            }
            case GONE -> {
                explanation.ifPresent(text -> unpublishing.put("explanation", text));
                Json.text(payload.get("alternative_path"))
                        .ifPresent(path -> unpublishing.put("alternative_path", path));
            }
            case VANISH, SUBSTITUTE -> {}
        }
        if (!flaws.isEmpty()) {
            throw new Refused.Exit(Refused.invalid(flaws));
        }
        return unpublishing;
    }

    private static String moment(String text) {
        return EditionCheck.moment(text)
                .map(Deciding::text)
                .orElseThrow(() -> new Refused.Exit(Refused.invalid(
                        List.of(new Refused.Flaw("unpublished_at", "is not a moment", "validation_failed")))));
    }

    /// Those sent, or one from where the edition is to the alternative path.
    private List<Map<String, @Nullable Object>> redirects(Edition edition) {
        if (payload.get("redirects") != null) {
            return Json.objects(payload.get("redirects"));
        }
        return Json.text(payload.get("alternative_path"))
                .map(destination -> {
                    Map<String, @Nullable Object> redirect = new LinkedHashMap<>();
                    redirect.put("path", edition.basePath().orElse(""));
                    redirect.put("type", "exact");
                    redirect.put("destination", destination);
                    return List.of(redirect);
                })
                .orElse(List.of());
    }
}
