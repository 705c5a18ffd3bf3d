package f6.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.publishing.document.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// That something is to be published at a path at a time, so that nobody keeps the page longer than until
/// then.
///
/// @param fields `base_path`, `publish_time`, `publishing_app`, `rendering_app`, `routes`
public record PublishIntent(Map<String, @Nullable Object> fields) {
    /// How long after its time an intent still counts: publishing may be late.
    public static final Duration LEEWAY = Duration.ofMinutes(5);

    /// All that an intent may have.
    public static final Set<String> FIELDS =
            Set.of("base_path", "publish_time", "publishing_app", "rendering_app", "routes");

    private static final Pattern APPLICATION = Pattern.compile("[a-z0-9-]*");

    /// @throws InvalidValue when it has flaws
    public PublishIntent {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        Map<String, List<String>> flaws = flaws(fields);
        InvalidValue.require(flaws.isEmpty(), flaws.toString());
    }

    /// As a publisher sent it for a path; what a content store has no field for is left out.
    ///
    /// @throws InvalidValue when it has flaws
    public static PublishIntent of(String basePath, Map<String, @Nullable Object> sent) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(sent);
        fields.keySet().retainAll(FIELDS);
        fields.put("base_path", basePath);
        return new PublishIntent(fields);
    }

    /// What is wrong with the fields of an intent, by field, in content-store's words.
    public static Map<String, List<String>> flaws(Map<String, @Nullable Object> fields) {
        Map<String, List<String>> flaws = new LinkedHashMap<>();
        if (time(fields.get("publish_time")).isEmpty()) {
            flaws.put("publish_time", List.of("can't be blank"));
        }
        Optional<String> application = Json.text(fields.get("rendering_app"));
        if (application.isEmpty()) {
            flaws.put("rendering_app", List.of("can't be blank"));
        } else if (!APPLICATION.matcher(application.get()).matches()) {
            flaws.put("rendering_app", List.of("is invalid"));
        }
        if (Json.text(fields.get("base_path")).filter(Item::isPath).isEmpty()) {
            flaws.put("base_path", List.of("is not a valid absolute URL path"));
        }
        boolean noRoute = Item.Route.of(fields).stream().anyMatch(route -> !Item.isPath(route.path()));
        if (noRoute || (fields.get("routes") != null && !(fields.get("routes") instanceof List<?>))) {
            flaws.put("routes", List.of("is invalid"));
        }
        return flaws;
    }

    private static Optional<Instant> time(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            try {
                return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException neither) {
                return Optional.empty();
            }
        }
    }

    public String basePath() {
        return Json.text(fields.get("base_path")).orElseThrow();
    }

    public Instant publishTime() {
        return time(fields.get("publish_time")).orElseThrow();
    }

    /// Its base path and the routes that lead to it.
    public List<Item.Route> routes() {
        return new ArrayList<>(Item.Route.of(fields));
    }

    /// Whether it counts no more.
    public boolean isPast(Instant now) {
        return !publishTime().isAfter(now.minus(LEEWAY));
    }
}
