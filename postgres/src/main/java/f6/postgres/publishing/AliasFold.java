package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.publishing.document.Fields;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a batch of events makes of the names that stand for content ids: of each the first to have it keeps it.
final class AliasFold {
    private AliasFold() {}

    static void write(Connection connection, List<StoredEvent> events) throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        for (StoredEvent event : events) {
            if (event.event().type().name().equals(Happened.EDITION_DRAFTED)) {
                Map<String, @Nullable Object> data = Told.by(event.event());
                Fields.aliasTold(data)
                        .ifPresent(name -> names.putIfAbsent(
                                name, Json.text(data.get("content_id")).orElseThrow()));
            }
        }
        Bulk rows = new Bulk(
                "INSERT INTO content_id_aliases SELECT r.name, r.content_id::uuid FROM :rows"
                        + " ON CONFLICT (name) DO NOTHING",
                "name",
                "content_id");
        names.forEach(rows::add);
        rows.execute(connection);
    }
}
