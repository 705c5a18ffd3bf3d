package f6.web.publishing;

import f6.publishing.audit.Audit;
import f6.publishing.audit.Difference;
import f6.publishing.audit.Entry;
import f6.publishing.audit.Past;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.view.EditionRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Who changed what and when, and what it looked like then.
final class AuditEndpoint {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Audit audit;
    private final ContentEndpoint content;

    AuditEndpoint(Audit audit, ContentEndpoint content) {
        this.audit = audit;
        this.content = content;
    }

    void routes(Routes routes) {
        String id = "/v2/content/" + Routes.ID;
        routes.get(id, asked -> asked.parameters().text("at").isPresent() ? past(asked) : content.show(asked));
        routes.get(id + "/diff", this::diff);
        routes.get(id + "/events", asked -> events(asked, audit.ofContent(asked.contentId())));
        routes.get("/v2/events", asked -> events(asked, named(asked.parameters())));
    }

    private Stream<Entry> named(Parameters parameters) {
        Optional<String> path = parameters.text("base_path");
        Optional<String> user = parameters.text("user_uid");
        Optional<String> request = parameters.text("request_id");
        if (Stream.of(path, user, request).filter(Optional::isPresent).count() != 1) {
            throw Rejected.unprocessable("name one of base_path, user_uid, request_id", "parameter_missing_or_invalid");
        }
        return path.map(audit::ofPath)
                .or(() -> user.map(audit::byUser))
                .or(() -> request.map(audit::byRequest))
                .orElseThrow();
    }

    /// Of those, the ones asked for; both moments are included.
    private static Answered events(Asked asked, Stream<Entry> entries) {
        Parameters parameters = asked.parameters();
        Optional<String> action = parameters.text("action");
        Optional<Instant> from = parameters.moment("from");
        Optional<Instant> to = parameters.moment("to");
        Iterator<Entry> wanted = entries.filter(entry ->
                        action.filter(name -> !name.equals(entry.action())).isEmpty())
                .filter(entry -> from.filter(moment -> entry.createdAt().isBefore(moment))
                        .isEmpty())
                .filter(entry ->
                        to.filter(moment -> entry.createdAt().isAfter(moment)).isEmpty())
                .iterator();
        return new Answered(OK, out -> {
            try (JsonGenerator json = SentJson.MAPPER.createGenerator(out)) {
                json.writeStartArray();
                while (wanted.hasNext()) {
                    SentJson.MAPPER.writeValue(json, shown(wanted.next()));
                }
                json.writeEndArray();
            }
        });
    }

    private static Map<String, @Nullable Object> shown(Entry entry) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", entry.id());
        shown.put("action", entry.action());
        shown.put("payload", entry.payload());
        shown.put("user_uid", entry.userUid().orElse(null));
        shown.put("created_at", MILLISECONDS.format(entry.createdAt()));
        shown.put("updated_at", MILLISECONDS.format(entry.createdAt()));
        shown.put("request_id", entry.requestId().orElse(null));
        shown.put("content_id", entry.contentId().map(Object::toString).orElse(null));
        return shown;
    }

    private Answered past(Asked asked) {
        DocumentKey key = asked.document();
        Instant moment = asked.parameters().moment("at").orElseThrow();
        Past past = audit.at(key, moment);
        return past.latest()
                .map(edition -> Answered.ok(EditionRow.of(past.document(), edition, past.history())))
                .orElseThrow(() -> Rejected.of(
                        NOT_FOUND,
                        "There was no edition of content_id %s and locale %s at %s"
                                .formatted(key.contentId(), key.locale(), moment)));
    }

    private Answered diff(Asked asked) {
        DocumentKey key = asked.document();
        int from = version(asked.parameters(), "from");
        int to = version(asked.parameters(), "to");
        Past past = audit.now(key, new HashSet<>(List.of(from, to)));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("content_id", key.contentId().toString());
        body.put("locale", key.locale());
        body.put("from", from);
        body.put("to", to);
        body.put("changes", Difference.between(row(past, key, from), row(past, key, to)));
        return Answered.ok(body);
    }

    private static int version(Parameters parameters, String name) {
        int version = parameters.number(name, 0, 0, Integer.MAX_VALUE);
        if (version == 0) {
            throw Rejected.missing(name);
        }
        return version;
    }

    /// What an edition says, without what is said of its document.
    private static Map<String, @Nullable Object> row(Past past, DocumentKey key, int version) {
        Edition edition = past.editions().get(version);
        if (edition == null) {
            throw Rejected.of(
                    NOT_FOUND,
                    "There is no version %d of content_id %s and locale %s"
                            .formatted(version, key.contentId(), key.locale()));
        }
        Map<String, @Nullable Object> row =
                new LinkedHashMap<>(EditionRow.of(past.document(), edition, past.history()));
        row.keySet().removeAll(Set.of("lock_version", "state_history"));
        return row;
    }
}
