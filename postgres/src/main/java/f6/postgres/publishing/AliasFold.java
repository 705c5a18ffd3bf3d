package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.publishing.document.Fields;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a batch of events makes of the names that stand for content ids: of each the first to have it keeps it.
final class AliasFold {
    private final Map<String, Named> names = new LinkedHashMap<>();

    /// @param since the position of the event that gave the name
    private record Named(UUID contentId, long since) {}

    /// Leaves what gives no name.
    void take(StoredEvent event) {
        if (!event.event().type().name().equals(Happened.EDITION_DRAFTED)) {
            return;
        }
        Map<String, @Nullable Object> data = Told.by(event.event());
        Fields.aliasTold(data)
                .ifPresent(name -> names.putIfAbsent(
                        name,
                        new Named(
                                Json.uuid(data.get("content_id")).orElseThrow(),
                                event.position().value())));
    }

    void write(Connection connection) throws SQLException {
        Bulk rows = new Bulk(
                "INSERT INTO content_id_aliases SELECT r.name, r.content_id::uuid, r.since FROM :rows"
                        + " ON CONFLICT (name) DO NOTHING",
                "name",
                "content_id",
                "since bigint");
        addTo(rows);
        rows.execute(connection);
    }

    /// Into a table that may have the same names from other documents.
    void addTo(Rows rows) {
        names.forEach((name, named) -> rows.add(name, named.contentId(), named.since()));
    }
}
