package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Refusal;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.LinkSet;
import f6.publishing.document.Told;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a batch of events makes of link sets: their links, and the changes of these.
final class LinkSetFold {
    private final Map<UUID, LinkSet> linkSets;
    private final Set<UUID> patched = new LinkedHashSet<>();
    private final Rows changes;

    /// @param linkSets as they were
    /// @param changes where to put what is added to links and removed
    LinkSetFold(Map<UUID, LinkSet> linkSets, Rows changes) {
        this.linkSets = new LinkedHashMap<>(linkSets);
        this.changes = changes;
    }

    /// Writes what the events among these that are of link sets make of them.
    ///
    /// @throws Refusal when one names no link set
    static void write(Connection connection, List<StoredEvent> events) throws SQLException {
        List<StoredEvent> patches =
                events.stream().filter(LinkSetFold::isOfLinkSet).toList();
        if (patches.isEmpty()) {
            return;
        }
        UUID[] ids = patches.stream().map(LinkSetFold::contentId).distinct().toArray(UUID[]::new);
        Bulk changes = new Bulk(
                "INSERT INTO link_changes SELECT r.position, r.ordinal, r.source::uuid, r.target::uuid, r.link_type,"
                        + " r.change, r.user_uid, r.created_at::timestamptz FROM :rows",
                "position bigint",
                "ordinal bigint",
                "source",
                "target",
                "link_type",
                "change",
                "user_uid",
                "created_at");
        LinkSetFold fold = new LinkSetFold(load(connection, ids), changes);
        patches.forEach(fold::take);
        fold.write(connection);
        changes.execute(connection);
    }

    private static boolean isOfLinkSet(StoredEvent event) {
        return event.event().type().name().equals(Happened.LINK_SET_PATCHED);
    }

    private static UUID contentId(StoredEvent event) {
        return Json.uuid(Told.by(event.event()).get("content_id"))
                .orElseThrow(() -> new Refusal(
                        "an event %s names no content".formatted(event.event().type())));
    }

    private static Map<UUID, LinkSet> load(Connection connection, UUID[] ids) throws SQLException {
        Map<UUID, LinkSet> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT content_id, version, links FROM link_sets WHERE content_id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID id = Objects.requireNonNull(row.getObject(1, UUID.class));
                    found.put(id, new LinkSet(id, row.getLong(2), Json.links(JsonText.object(row.getString(3)))));
                }
            }
        }
        return found;
    }

    /// Leaves what is not of link sets.
    ///
    /// @throws Refusal when an event names none
    void take(StoredEvent event) {
        if (!isOfLinkSet(event)) {
            return;
        }
        UUID id = contentId(event);
        Map<String, @Nullable Object> data = Told.by(event.event());
        Map<String, List<UUID>> patch = Json.links(data.get("links"));
        LinkSet before = linkSets.getOrDefault(id, LinkSet.empty(id));
        LinkSet after = before.patched(patch);
        linkSets.put(id, after);
        patched.add(id);
        Object user = Json.object(data.get(Happened.COMMAND)).get("user_uid");
        int ordinal = 0;
        for (String type : patch.keySet()) {
            List<UUID> had = before.links().getOrDefault(type, List.of());
            List<UUID> has = after.links().getOrDefault(type, List.of());
            for (UUID target : without(had, has)) {
                add(event, ordinal++, target, type, "remove", user);
            }
            for (UUID target : without(has, had)) {
                add(event, ordinal++, target, type, "add", user);
            }
        }
    }

    private static List<UUID> without(List<UUID> targets, List<UUID> others) {
        List<UUID> left = new ArrayList<>(targets);
        left.removeAll(others);
        return left;
    }

    private void add(StoredEvent event, long ordinal, UUID target, String type, String change, @Nullable Object user) {
        changes.add(
                event.position().value(),
                ordinal,
                contentId(event),
                target,
                type,
                change,
                user instanceof String uid ? uid : null,
                event.event().occurredAt());
    }

    private void write(Connection connection) throws SQLException {
        Bulk sets = new Bulk(
                "INSERT INTO link_sets SELECT r.content_id::uuid, r.version, r.links::json FROM :rows ON CONFLICT"
                        + " (content_id) DO UPDATE SET version = excluded.version, links = excluded.links",
                "content_id",
                "version bigint",
                "links");
        Bulk links = new Bulk(
                "INSERT INTO links SELECT r.edition, r.link_set::uuid, r.link_type, r.position, r.target::uuid FROM :rows",
                "edition bigint",
                "link_set",
                "link_type",
                "position bigint",
                "target");
        addTo(sets, links);
        sets.execute(connection);
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM links WHERE link_set = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("uuid", patched.toArray(new UUID[0])));
            statement.executeUpdate();
        }
        links.execute(connection);
    }

    /// Link sets and their links, of those that were patched.
    void addTo(Rows sets, Rows links) {
        for (UUID id : patched) {
            LinkSet set = Objects.requireNonNull(linkSets.get(id));
            sets.add(id, set.version(), set.links());
            EditionRows.links(set.links(), (type, position, target) -> links.add(null, id, type, position, target));
        }
    }
}
