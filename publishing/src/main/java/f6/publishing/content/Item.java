package f6.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.publishing.document.Json;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a content store holds for a path, by the names of content-store's API; without the version of its
/// payload, which says nothing of it.
public record Item(Map<String, @Nullable Object> fields) {
    /// Two of them must fit in an entry of an index. Publishers' base paths have at most 512 characters.
    public static final int MAX_PATH = 1_000;

    /// As it stands in an address (RFC 3986 §3.3).
    private static final Pattern PATH = Pattern.compile("/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*");

    /// All that an item may have (content-store, `ContentItem`).
    public static final Set<String> FIELDS = Set.of(
            "access_limited",
            "analytics_identifier",
            "auth_bypass_ids",
            "base_path",
            "content_id",
            "content_purpose_document_supertype",
            "content_purpose_subgroup",
            "content_purpose_supergroup",
            "description",
            "details",
            "document_type",
            "email_document_supertype",
            "expanded_links",
            "first_published_at",
            "government_document_supertype",
            "locale",
            "navigation_document_supertype",
            "phase",
            "public_updated_at",
            "publishing_app",
            "publishing_request_id",
            "publishing_scheduled_at",
            "redirects",
            "rendering_app",
            "routes",
            "scheduled_publishing_delay_seconds",
            "schema_name",
            "search_user_need_document_supertype",
            "title",
            "user_journey_document_supertype",
            "withdrawn_notice");

    /// @throws InvalidValue when it has no path, or one that is none or too long, or a text that no
    /// database holds
    public Item {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(fields);
        copy.remove("payload_version");
        fields = Collections.unmodifiableMap(copy);
        requirePath(Json.text(fields.get("base_path")).orElse(""));
        Route.of(fields).forEach(route -> requirePath(route.path()));
        requireTexts(fields, StandardCharsets.UTF_8.newEncoder());
    }

    private static void requireTexts(@Nullable Object value, CharsetEncoder utf8) {
        switch (value) {
            case String text ->
                InvalidValue.require(
                        text.indexOf('\0') < 0 && utf8.canEncode(text),
                        "a text holds a NUL character or half a surrogate pair");
            case List<?> list -> list.forEach(item -> requireTexts(item, utf8));
            case Map<?, ?> object ->
                object.forEach((name, member) -> {
                    requireTexts(name, utf8);
                    requireTexts(member, utf8);
                });
            case null, default -> {}
        }
    }

    private static void requirePath(String path) {
        InvalidValue.require(
                isPath(path),
                "a path is as an address has it, with at most %d characters: %.60s".formatted(MAX_PATH, path));
    }

    static boolean isPath(String path) {
        return path.length() <= MAX_PATH && PATH.matcher(path).matches();
    }

    /// A path that leads to an item.
    ///
    /// @param exact whether paths below it do not
    public record Route(String path, boolean exact) {
        /// The routes and redirects among the fields of an item or an intent.
        static List<Route> of(Map<String, @Nullable Object> fields) {
            List<Route> routes = new ArrayList<>();
            for (String field : List.of("routes", "redirects")) {
                for (Map<String, @Nullable Object> route : Json.objects(fields.get(field))) {
                    Json.text(route.get("path"))
                            .ifPresent(path -> routes.add(new Route(path, !"prefix".equals(route.get("type")))));
                }
            }
            return routes.stream().distinct().toList();
        }

        /// A path and those above it, the longest first, as far as they may be routes: `/a/b`, `/a`. The
        /// root is above nothing.
        public static List<String> prefixes(String path) {
            List<String> prefixes = new ArrayList<>();
            String known = path.length() > MAX_PATH ? path.substring(0, MAX_PATH + 1) : path;
            for (int end = known.length(); end > 0; end = known.lastIndexOf('/', end - 1)) {
                if (end <= MAX_PATH && known.charAt(end - 1) != '/') {
                    prefixes.add(known.substring(0, end));
                }
            }
            return prefixes;
        }
    }

    public String basePath() {
        return Json.text(fields.get("base_path")).orElseThrow();
    }

    public String schemaName() {
        return Json.text(fields.get("schema_name")).orElse("");
    }

    /// The paths that lead to it besides its base path.
    public List<Route> routes() {
        return Route.of(fields);
    }

    /// Whether nothing is left to say of it: it is gone, without an explanation or an alternative.
    public boolean isGone() {
        return schemaName().equals("gone")
                && Json.object(fields.get("details")).values().stream().noneMatch(Item::saysSomething);
    }

    private static boolean saysSomething(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case String text -> !text.isBlank();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> object -> !object.isEmpty();
            case Boolean truth -> truth;
            default -> true;
        };
    }

    /// The same for items that say the same.
    public String hash() {
        return Canonical.sha256(fields);
    }
}
