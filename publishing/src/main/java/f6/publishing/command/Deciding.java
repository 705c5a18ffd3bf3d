package f6.publishing.command;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Edition;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.document.Happened;
import f6.publishing.document.LinkSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A decision as it grows: what was read, what has been recorded on it so far, and what that makes of it. A
/// command that is carried out within another sees what that one has done.
final class Deciding {
    private final Surroundings around;
    private final Map<DocumentKey, Document> documents;
    private final Map<String, String> reservations;
    private final Map<UUID, LinkSet> linkSets;
    private final Map<String, Map<String, @Nullable Object>> intents;
    private final Map<String, UUID> aliases;
    private final List<Event> events = new ArrayList<>();

    Deciding(Stock stock, Surroundings around) {
        this.around = around;
        this.documents = new HashMap<>(stock.documents());
        this.reservations = new HashMap<>(stock.reservations());
        this.linkSets = new HashMap<>(stock.linkSets());
        this.intents = new HashMap<>(stock.intents());
        this.aliases = stock.aliases();
    }

    Surroundings around() {
        return around;
    }

    /// As times are written in events and answers.
    static String text(Instant time) {
        String text = time.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
    }

    String now() {
        return text(around.now());
    }

    List<Event> events() {
        return events;
    }

    Document document(DocumentKey key) {
        return documents.getOrDefault(key, Document.none(key));
    }

    /// Those with an edition of the store at a path, except one, in a fixed order.
    List<Document> at(String path, ContentStore store, DocumentKey except) {
        return documents.values().stream()
                .filter(document -> !document.key().equals(except))
                .filter(document -> document.in(store)
                        .flatMap(Edition::basePath)
                        .filter(path::equals)
                        .isPresent())
                .sorted(Comparator.comparing(document -> document.key().toString()))
                .toList();
    }

    Optional<String> reservation(String path) {
        return Optional.ofNullable(reservations.get(path));
    }

    LinkSet linkSet(UUID contentId) {
        return linkSets.getOrDefault(contentId, LinkSet.empty(contentId));
    }

    /// Whose name it is.
    Optional<UUID> named(String alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    boolean hasIntent(String path) {
        return intents.containsKey(path);
    }

    /// The members of an event by which a command is known.
    Map<String, @Nullable Object> command(Command command) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        known.put("action", command.action());
        known.put("payload", command.payload());
        around.by().userUid().ifPresent(user -> known.put("user_uid", user));
        around.by().requestId().ifPresent(request -> known.put("request_id", request));
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put(Happened.COMMAND, known);
        return data;
    }

    /// Records what happened to a document, at the paths that this was about.
    void record(String type, DocumentKey key, Collection<String> paths, Map<String, ? extends @Nullable Object> data) {
        record(type, key, paths, Optional.empty(), data);
    }

    /// @param alias that the content id is given
    void record(
            String type,
            DocumentKey key,
            Collection<String> paths,
            Optional<String> alias,
            Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("content_id", key.contentId().toString());
        members.put("locale", key.locale());
        members.put(Happened.PATHS, List.copyOf(paths));
        Set<ObjectId> objects = new LinkedHashSet<>();
        objects.add(key.object());
        objects.add(DocumentKey.content(key.contentId()));
        paths.forEach(path -> objects.add(DocumentKey.path(path)));
        alias.ifPresent(name -> objects.add(DocumentKey.alias(name)));
        Event event = event(type, objects, members);
        events.add(event);
        documents.put(key, document(key).after(event, 0).after());
    }

    /// Records that a path has an owner now.
    void reserve(String path, String publishingApp, Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("base_path", path);
        members.put("publishing_app", publishingApp);
        events.add(event(Happened.PATH_RESERVED, Set.of(DocumentKey.path(path)), members));
        reservations.put(path, publishingApp);
    }

    /// Records that it has none.
    void free(String path, Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("base_path", path);
        events.add(event(Happened.PATH_FREED, Set.of(DocumentKey.path(path)), members));
        reservations.remove(path);
    }

    LinkSet patch(UUID contentId, Map<String, List<UUID>> links, Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("content_id", contentId.toString());
        Map<String, Object> texts = new LinkedHashMap<>();
        links.forEach((type, targets) ->
                texts.put(type, targets.stream().map(UUID::toString).toList()));
        members.put("links", texts);
        events.add(event(Happened.LINK_SET_PATCHED, Set.of(DocumentKey.content(contentId)), members));
        LinkSet patched = linkSet(contentId).patched(links);
        linkSets.put(contentId, patched);
        return patched;
    }

    void intent(String type, String path, Map<String, ? extends @Nullable Object> data) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("base_path", path);
        events.add(event(type, Set.of(DocumentKey.path(path)), members));
    }

    private Event event(String type, Collection<ObjectId> objects, Map<String, @Nullable Object> data) {
        Set<ObjectId> named = new LinkedHashSet<>(objects);
        if (data.containsKey(Happened.COMMAND)) {
            around.by().userUid().ifPresent(user -> named.add(DocumentKey.user(user)));
            around.by().requestId().ifPresent(request -> named.add(DocumentKey.request(request)));
        }
        return Event.fact(
                new EventType(type),
                Happened.VERSION,
                around.now(),
                List.copyOf(named),
                source(around.by()),
                new EventData(data));
    }

    /// The signed-in user; what nobody has signed for is the platform's own.
    private static Source source(By by) {
        return by.userUid()
                .map(uid -> new Source(UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)), "publisher"))
                .orElse(PLATFORM);
    }

    private static final Source PLATFORM =
            new Source(UUID.nameUUIDFromBytes("publishing".getBytes(StandardCharsets.UTF_8)), "platform");
}
