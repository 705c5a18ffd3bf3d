package f6.contracts.publishing;

import f6.publishing.command.Command;
import f6.publishing.document.DocumentKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Commands on a few documents at a few paths, so that they meet: most are sound, some are to be refused.
public final class RandomCommands {
    private static final List<String> PATHS = List.of("/a", "/b", "/b/c", "/d", "/e-f", "/g");
    private static final List<String> LOCALES = List.of("en", "en", "en", "cy");
    private static final List<String> APPS = List.of("publisher", "publisher", "publisher", "whitehall");
    private static final List<String> TYPES =
            List.of("guide", "guide", "answer", "redirect", "gone", "coming_soon", "special_route");
    private static final List<String> LINK_TYPES = List.of("organisations", "parent", "taxons");

    private static final List<String> ALIASES = List.of("tax", "vat", "passports", "a \"name\"");

    private final SplittableRandom random;
    private final List<UUID> contentIds = new ArrayList<>();

    public RandomCommands(long seed, int documents) {
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < documents; i++) {
            contentIds.add(new UUID(random.nextLong(), random.nextLong()));
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    public Command next() {
        UUID id = any(contentIds);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("content_id", id.toString());
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> put(id, payload);
            case 7, 8, 9, 10 -> publish(id, payload);
            case 11, 12 -> unpublish(id, payload);
            case 13 -> new Command.DiscardDraft(id, located(payload));
            case 14 -> new Command.Republish(id, located(payload));
            case 15, 16 -> patch(id, payload);
            case 17 -> once(2) ? reserve() : unreserve();
            case 18 -> intent();
            default -> new Command.DeletePublishIntent(any(PATHS), Map.of("publishing_app", any(APPS)));
        };
    }

    /// What the same commands may be decided on.
    public Command.Reads reads() {
        Set<DocumentKey> documents = new LinkedHashSet<>();
        Set<String> paths = new LinkedHashSet<>();
        Set<UUID> linkSets = new LinkedHashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            documents.add(new DocumentKey(any(contentIds), any(LOCALES)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            paths.add(any(PATHS));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            linkSets.add(any(contentIds));
        }
        return new Command.Reads(documents, paths, linkSets, once(2) ? Set.of(any(ALIASES)) : Set.of());
    }

    /// All that they may be decided on.
    public Command.Reads allReads() {
        Set<DocumentKey> documents = new LinkedHashSet<>();
        contentIds.forEach(id -> LOCALES.forEach(locale -> documents.add(new DocumentKey(id, locale))));
        return new Command.Reads(
                documents, new LinkedHashSet<>(PATHS), new LinkedHashSet<>(contentIds), new LinkedHashSet<>(ALIASES));
    }

    private Map<String, @Nullable Object> located(Map<String, @Nullable Object> payload) {
        payload.put("locale", any(LOCALES));
        if (once(8)) {
            payload.put("previous_version", random.nextInt(4));
        }
        return payload;
    }

    private Command put(UUID id, Map<String, @Nullable Object> payload) {
        String type = any(TYPES);
        String path = any(PATHS);
        var _ = located(payload);
        payload.put("document_type", type);
        payload.put("schema_name", type);
        payload.put("title", once(20) ? "" : "Title %d <b>\"%s\"".formatted(random.nextInt(100), type));
        payload.put("publishing_app", any(APPS));
        payload.put("rendering_app", "frontend");
        payload.put("update_type", any(List.of("major", "minor", "republish")));
        payload.put("details", details());
        if (!once(10)) {
            payload.put("base_path", path);
            String destination = any(PATHS) + "/elsewhere";
            if (type.equals("redirect")) {
                payload.put("redirects", List.of(Map.of("path", path, "type", "exact", "destination", destination)));
            } else {
                payload.put("routes", List.of(Map.of("path", path, "type", "exact")));
            }
        }
        if (once(3)) {
            payload.put("links", Map.of(any(LINK_TYPES), targets(), "none", List.of()));
        }
        if (once(4)) {
            payload.put("access_limited", Map.of("users", List.of("u-%d".formatted(random.nextInt(3)))));
        }
        if (once(2)) {
            payload.put("change_note", "Note %d".formatted(random.nextInt(100)));
        }
        if (once(5)) {
            payload.put("content_id_alias", any(ALIASES));
        }
        if (once(3)) {
            payload.put("public_updated_at", "2014-05-14T13:00:06+01:00");
        }
        return new Command.PutContent(id, payload);
    }

    private Map<String, @Nullable Object> details() {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("body", "Words %d, a quote \" and a backslash \\ and ü€😀".formatted(random.nextInt(1_000)));
        details.put("number", new BigDecimal(random.nextInt(1_000)).movePointLeft(random.nextInt(4)));
        details.put("large", new BigDecimal("12345678901234567890123"));
        details.put("nothing", null);
        details.put("z", List.of(true, Map.of("a", List.of(1, 2L, "3"))));
        return details;
    }

    private Command publish(UUID id, Map<String, @Nullable Object> payload) {
        var _ = located(payload);
        if (once(3)) {
            payload.put("update_type", any(List.of("major", "minor")));
            payload.put("change_note", "Published");
        }
        return new Command.Publish(id, payload);
    }

    private Command unpublish(UUID id, Map<String, @Nullable Object> payload) {
        var _ = located(payload);
        payload.put("type", any(List.of("gone", "redirect", "withdrawal", "vanish", "other")));
        if (!once(4)) {
            payload.put("explanation", "Out of date");
        }
        if (once(2)) {
            payload.put("alternative_path", "/instead");
        }
        if (once(3)) {
            payload.put("unpublished_at", "2020-02-02T02:02:02Z");
        }
        if (once(3)) {
            payload.put("allow_draft", true);
        } else if (once(2)) {
            payload.put("discard_drafts", true);
        }
        return new Command.Unpublish(id, payload);
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            targets.add(any(contentIds).toString());
        }
        return targets;
    }

    private Command patch(UUID id, Map<String, @Nullable Object> payload) {
        payload.put("links", Map.of(any(LINK_TYPES), targets()));
        if (once(6)) {
            payload.put("previous_version", random.nextInt(4));
        }
        return new Command.PatchLinkSet(id, payload);
    }

    private Command reserve() {
        return new Command.ReservePath(any(PATHS), Map.of("publishing_app", any(APPS), "override_existing", once(2)));
    }

    private Command unreserve() {
        return new Command.UnreservePath(any(PATHS), Map.of("publishing_app", any(APPS)));
    }

    private Command intent() {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("publishing_app", any(APPS));
        payload.put("rendering_app", "frontend");
        payload.put("publish_time", "2030-01-01T00:00:%02dZ".formatted(random.nextInt(60)));
        return new Command.PutPublishIntent(any(PATHS), payload);
    }
}
