package f6.publishing.command;

import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Fields;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Substitution;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes or changes a draft, in the order of work of publishing-api's `Commands::V2::PutContent`.
final class PutContentDecision {
    private final Deciding deciding;
    private final Command.PutContent command;
    private final Map<String, @Nullable Object> payload;
    private final DocumentKey key;
    private final Document before;
    private final Optional<String> path;
    private final String publishingApp;
    private final String documentType;

    private PutContentDecision(Deciding deciding, Command.PutContent command) {
        this.deciding = deciding;
        this.command = command;
        this.payload = command.payload();
        this.key = command.key();
        this.before = deciding.document(key);
        this.path = Json.text(payload.get("base_path"));
        this.publishingApp = Json.text(payload.get("publishing_app")).orElse("");
        this.documentType = Json.text(payload.get("document_type")).orElse("");
    }

    static void decide(Deciding deciding, Command.PutContent command) {
        PutContentDecision decision = new PutContentDecision(deciding, command);
        decision.requireSchema();
        decision.decide(Optional.empty());
    }

    private void requireSchema() {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(payload);
        content.remove("content_id");
        List<Map<String, Object>> wrong = deciding.around().schemas().problems(content);
        if (!wrong.isEmpty()) {
            throw new Refused.Exit(new Refused(Refused.UNPROCESSABLE, wrong));
        }
        if (publishingApp.isEmpty()) {
            throw new Refused.Exit(Refused.of(
                    Refused.UNPROCESSABLE,
                    "publishing_app is required",
                    "publishing_app_missing",
                    Map.of("publishing_app", List.of("is required"))));
        }
    }

    /// @param owner the document that moved, if this is the redirect that it leaves behind
    private void decide(Optional<DocumentKey> owner) {
        path.ifPresent(this::takePath);
        List<Refused.Flaw> flaws = EditionCheck.flaws(payload);
        path.ifPresent(basePath -> deciding.at(basePath, ContentStore.DRAFT, key).stream()
                .map(other -> new Refused.Flaw(
                        "base",
                        "base path=%s conflicts with content_id=%s and locale=%s"
                                .formatted(
                                        basePath, other.contentId(), other.key().locale()),
                        "conflict"))
                .forEach(flaws::add));
        if (!flaws.isEmpty()) {
            throw new Refused.Exit(Refused.invalid(flaws));
        }
        // A new draft is not compared with the version that its sender saw: nor is the original's.
        before.draft().ifPresent(draft -> Versions.require(payload, before.lockVersion()));
        Optional<String> alias = Fields.alias(payload);
        alias.ifPresent(this::requireMine);
        deciding.record(Happened.EDITION_DRAFTED, key, paths(), alias, drafted(owner));
        before.current().filter(edition -> edition.store().isPresent()).ifPresent(this::redirectFrom);
    }

    private void requireMine(String alias) {
        deciding.named(alias).filter(owner -> !owner.equals(key.contentId())).ifPresent(_ -> {
            throw new Refused.Exit(Refused.of(
                    Refused.UNPROCESSABLE,
                    "ContentIdAlias with name \"%s\" exists for a different content ID.".formatted(alias),
                    "content_id_alias_already_in_use",
                    null));
        });
    }

    private void takePath(String basePath) {
        before.draft()
                .flatMap(Edition::basePath)
                .filter(old -> !old.equals(basePath))
                .filter(old -> !isLiveAt(old))
                .filter(old ->
                        deciding.reservation(old).filter(publishingApp::equals).isPresent())
                .ifPresent(old -> deciding.free(old, Map.of()));
        Paths.requireReservable(deciding, basePath, publishingApp);
        if (deciding.reservation(basePath).isEmpty()) {
            deciding.reserve(basePath, publishingApp, Map.of());
        }
        for (Document other : deciding.at(basePath, ContentStore.DRAFT, key)) {
            boolean same = other.contentId().equals(key.contentId());
            boolean substitutes = other.key().locale().equals(key.locale())
                    && (Substitution.isSubstitutable(documentType)
                            || other.draft().filter(Edition::isSubstitutable).isPresent());
            if (same || substitutes) {
                Drafts.discard(deciding, Nested.discard(other.key(), command));
            }
        }
    }

    private boolean isLiveAt(String old) {
        return before.current()
                .filter(edition -> edition.store().isPresent())
                .filter(edition -> edition.basePath().filter(old::equals).isPresent())
                .filter(edition -> edition.text("publishing_app")
                        .filter(publishingApp::equals)
                        .isPresent())
                .isPresent();
    }

    /// Where it is, and where it was: who decides on either must know of it.
    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        path.ifPresent(paths::add);
        before.draft().flatMap(Edition::basePath).ifPresent(paths::add);
        return paths;
    }

    private Map<String, @Nullable Object> drafted(Optional<DocumentKey> owner) {
        int version = before.draft()
                .map(Edition::version)
                .orElseGet(() ->
                        before.current().map(edition -> edition.version() + 1).orElse(1));
        Map<String, @Nullable Object> data = deciding.command(command);
        data.put("user_facing_version", version);
        owner.ifPresent(document -> data.put("owner", document.contentId().toString()));
        data.put(Happened.EDITION, made());
        return data;
    }

    /// What the platform makes of the payload (publishing-api, `Edition::Timestamps.edited`).
    private Map<String, @Nullable Object> made() {
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        Optional<Edition> current = before.current();
        made.put("last_edited_at", payload.getOrDefault("last_edited_at", deciding.now()));
        made.put("publishing_api_last_edited_at", deciding.now());
        putFrom(current, made, "publishing_api_first_published_at", "publishing_api_first_published_at");
        if (payload.get("first_published_at") == null) {
            putFrom(before.draft().or(() -> current), made, "first_published_at", "first_published_at");
        }
        if (!"major".equals(payload.get("update_type"))) {
            putFrom(current, made, "major_published_at", "major_published_at");
        }
        Object details = payload.get("details");
        Object rendered = details == null ? null : deciding.around().rendered().apply(details);
        if (rendered != null && !rendered.equals(details)) {
            made.put("details", rendered);
        }
        made.values().removeIf(value -> value == null);
        return made;
    }

    private static void putFrom(
            Optional<Edition> edition, Map<String, @Nullable Object> made, String field, String from) {
        edition.flatMap(there -> there.text(from)).ifPresent(value -> made.put(field, value));
    }

    /// A draft that leads from where the live edition is to where this draft is.
    private void redirectFrom(Edition live) {
        Optional<String> old =
                live.basePath().filter(there -> !path.filter(there::equals).isPresent());
        if (old.isEmpty() || path.isEmpty()) {
            return;
        }
        Command.PutContent redirect = Nested.redirect(
                redirectId(old.get()),
                key.locale(),
                publishingApp,
                old.get(),
                path.get(),
                live.routes("routes"),
                command);
        new PutContentDecision(deciding, redirect).decide(Optional.of(key));
    }

    /// The redirect that was made before, or a new one.
    private UUID redirectId(String old) {
        return deciding.at(old, ContentStore.DRAFT, key).stream()
                .filter(document -> document.owner().filter(key::equals).isPresent())
                .map(Document::contentId)
                .findFirst()
                .orElseGet(deciding.around().ids());
    }
}
