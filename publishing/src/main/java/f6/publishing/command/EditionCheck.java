package f6.publishing.command;

import f6.publishing.command.Refused.Flaw;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What makes an edition valid, beyond its schema (publishing-api, the validations of `Edition` and
/// `RoutesAndRedirectsValidator`).
final class EditionCheck {
    static final int MAX_PATH_BYTES = 512;
    /// Of what content is found by: an index holds no more than some 2,700 bytes, and no name is so long.
    static final int MAX_NAME = 255;

    private static final List<String> FOUND_BY = List.of("document_type", "publishing_app", "content_id_alias");
    private static final String FAILED = "validation_failed";
    private static final String BLANK = "can't be blank";
    private static final Set<String> NOT_RENDERED = Set.of("redirect", "gone");
    private static final Set<String> WITHOUT_RENDERING_APP =
            Set.of("redirect", "gone", "contact", "external_content", "role_appointment", "world_location");
    private static final Set<String> PHASES = Set.of("alpha", "beta", "live");
    private static final Set<String> LOCALES = Set.of(("ar az be bg bn cs cy da de dr el en es es-419 et fa fi fr gd gu"
                    + " he hi hr hu hy id is it ja ka kk ko ku ky lt lv ms mt ne nl no pa pa-pk pl ps pt ro ru si sk sl"
                    + " so sq sr sv sw ta th ti tk tr uk ur uz vi yi zh zh-hk zh-tw")
            .split(" "));
    private static final Pattern LINK_TYPE = Pattern.compile("[a-z0-9_]{1,%d}".formatted(MAX_NAME));
    private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    /// RFC 3986, section 3.3: a path that begins with a segment.
    private static final Pattern PATH = Pattern.compile("(?!.*//)/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*");

    private static final Pattern UUIDS =
            Pattern.compile("[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}");

    private EditionCheck() {}

    static List<Flaw> flaws(Map<String, @Nullable Object> payload) {
        List<Flaw> flaws = new ArrayList<>();
        String type = Json.text(payload.get("document_type")).orElse("");
        require(flaws, payload, "schema_name");
        require(flaws, payload, "document_type");
        if (!NOT_RENDERED.contains(type)) {
            require(flaws, payload, "title");
        }
        if (!WITHOUT_RENDERING_APP.contains(type) && !type.startsWith("content_block")) {
            Json.text(payload.get("rendering_app"))
                    .ifPresentOrElse(
                            app -> {
                                if (!APP.matcher(app).matches()) {
                                    flaws.add(new Flaw(
                                            "rendering_app", "must be a valid DNS hostname", "dns_hostname_invalid"));
                                }
                            },
                            () -> flaws.add(new Flaw("rendering_app", BLANK, FAILED)));
        }
        if (payload.get("phase") != null && !PHASES.contains(payload.get("phase"))) {
            flaws.add(new Flaw("phase", "must be either alpha, beta, or live", FAILED));
        }
        if (!LOCALES.contains(Json.text(payload.get("locale")).orElse(DocumentKey.DEFAULT_LOCALE))) {
            flaws.add(new Flaw("locale", "must be a supported locale", FAILED));
        }
        if (Json.list(payload.get("auth_bypass_ids")).stream()
                .anyMatch(id -> !UUIDS.matcher(String.valueOf((Object) id)).matches())) {
            flaws.add(new Flaw("auth_bypass_ids", "contains invalid UUIDs", "uuid_invalid"));
        }
        for (String field : FOUND_BY) {
            if (Json.text(payload.get(field)).orElse("").length() > MAX_NAME) {
                flaws.add(new Flaw(field, "is too long (maximum is %d characters)".formatted(MAX_NAME), FAILED));
            }
        }
        flaws.addAll(linkFlaws(payload.get("links")));
        contentTypes(flaws, "description", payload.get("description"));
        contentTypes(flaws, "details", payload.get("details"));
        Json.text(payload.get("base_path")).ifPresent(path -> {
            flaws.addAll(pathFlaws("base_path", path));
            flaws.addAll(routeFlaws(payload, path));
        });
        return flaws;
    }

    /// Types of links are words; one is made by the platform.
    static List<Flaw> linkFlaws(@Nullable Object links) {
        return Json.object(links).keySet().stream()
                .filter(type -> !LINK_TYPE.matcher(type).matches() || type.equals("available_translations"))
                .map(type -> new Flaw("link", "Invalid link type: %.300s".formatted(type), FAILED))
                .toList();
    }

    private static void require(List<Flaw> flaws, Map<String, @Nullable Object> payload, String field) {
        if (Json.text(payload.get(field)).isEmpty()) {
            flaws.add(new Flaw(field, BLANK, FAILED));
        }
    }

    /// An array of renderings must hold one that a page can be made of.
    private static void contentTypes(List<Flaw> flaws, String field, @Nullable Object value) {
        switch (value) {
            case List<?> list -> {
                List<Map<String, @Nullable Object>> renderings = Json.objects(list);
                boolean typed = !renderings.isEmpty()
                        && renderings.stream().allMatch(each -> each.get("content_type") instanceof String);
                if (typed
                        && renderings.stream()
                                .map(each -> each.get("content_type"))
                                .noneMatch(type -> "text/html".equals(type) || "text/govspeak".equals(type))) {
                    flaws.add(new Flaw(
                            field, "there must be at least one content type of text/html or text/govspeak", FAILED));
                }
                list.forEach(item -> contentTypes(flaws, field, item));
            }
            case Map<?, ?> map -> map.values().forEach(item -> contentTypes(flaws, field, item));
            case null, default -> {}
        }
    }

    static List<Flaw> pathFlaws(String field, String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            return List.of(new Flaw(field, "is too long (maximum is 512 bytes)", "base_path_too_long"));
        }
        return isAbsolutePath(path)
                ? List.of()
                : List.of(new Flaw(field, "is not a valid absolute URL path", "absolute_path_invalid"));
    }

    static boolean isAbsolutePath(String path) {
        return PATH.matcher(path).matches() && (path.equals("/") || !path.endsWith("/"));
    }

    private static List<Flaw> routeFlaws(Map<String, @Nullable Object> payload, String basePath) {
        List<Flaw> flaws = new ArrayList<>();
        List<Map<String, @Nullable Object>> routes = Json.objects(payload.get("routes"));
        List<Map<String, @Nullable Object>> redirects = Json.objects(payload.get("redirects"));
        boolean isRedirect = "redirect".equals(payload.get("document_type"));
        routes.forEach(route -> routeFlaws(flaws, "routes", route, basePath));
        redirects.forEach(redirect -> redirectFlaws(flaws, redirect, basePath));
        if (hasTwice(routes)) {
            flaws.add(new Flaw("routes", "must have unique paths", "route_paths_not_unique"));
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>(routes);
        all.addAll(redirects);
        if (hasTwice(all) && !hasTwice(routes)) {
            flaws.add(new Flaw("redirects", "must have unique paths", "redirect_paths_not_unique"));
        }
        if (isRedirect && !routes.isEmpty()) {
            flaws.add(new Flaw("routes", "redirect items cannot have routes", FAILED));
        }
        if (isRedirect && !includes(redirects, basePath)) {
            flaws.add(new Flaw("redirects", "must include the base path", "redirects_must_include_base_path"));
        }
        if (!isRedirect && !includes(routes, basePath)) {
            flaws.add(new Flaw("routes", "must include the base path", "routes_must_include_base_path"));
        }
        return flaws;
    }

    private static boolean hasTwice(List<Map<String, @Nullable Object>> routes) {
        Set<Object> met = new HashSet<>();
        return routes.stream().map(route -> String.valueOf(route.get("path"))).anyMatch(path -> !met.add(path));
    }

    private static boolean includes(List<Map<String, @Nullable Object>> routes, String basePath) {
        return routes.stream().anyMatch(route -> basePath.equals(route.get("path")));
    }

    private static void routeFlaws(
            List<Flaw> flaws, String field, Map<String, @Nullable Object> route, String basePath) {
        String path = Json.text(route.get("path")).orElse("");
        Object type = route.get("type");
        if (type == null) {
            flaws.add(new Flaw(field, "type must be present", "route_type_missing"));
        } else if (!"exact".equals(type) && !"prefix".equals(type)) {
            flaws.add(new Flaw(field, "type must be either 'exact' or 'prefix'", "route_type_invalid"));
        }
        if (path.isEmpty()) {
            flaws.add(new Flaw(field, "path must be present", "route_path_missing"));
        } else {
            flaws.addAll(pathFlaws(field, path));
            if (!isBelow(path, basePath)) {
                flaws.add(new Flaw(field, "path must be below the base path", "route_not_below_base_path"));
            }
        }
    }

    /// A path below another, or the other with an extension.
    private static boolean isBelow(String path, String basePath) {
        return path.equals(basePath)
                || path.startsWith(basePath.endsWith("/") ? basePath : basePath + "/")
                || (path.startsWith(basePath + ".")
                        && !path.substring(basePath.length() + 1).contains("/"));
    }

    private static void redirectFlaws(List<Flaw> flaws, Map<String, @Nullable Object> redirect, String basePath) {
        routeFlaws(flaws, "redirects", redirect, basePath);
        Destination.flaws(redirect).forEach(flaws::add);
    }

    /// Of the redirects of an unpublishing.
    static List<Flaw> unpublishingFlaws(List<Map<String, @Nullable Object>> redirects, String basePath) {
        List<Flaw> flaws = new ArrayList<>();
        if (redirects.isEmpty()) {
            flaws.add(new Flaw("redirects", BLANK, "redirects_missing_for_redirect"));
            return flaws;
        }
        redirects.forEach(redirect -> redirectFlaws(flaws, redirect, basePath));
        if (hasTwice(redirects)) {
            flaws.add(new Flaw("redirects", "must have unique paths", "redirect_paths_not_unique"));
        }
        if (!includes(redirects, basePath)) {
            flaws.add(new Flaw("redirects", "must include the base path", "redirects_must_include_base_path"));
        }
        return flaws;
    }

    /// A moment in ISO 8601, with an offset.
    static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
