package f6.postgres.publishing;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Refusal;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a batch of events makes of path reservations and publish intents.
final class PathFold {
    /// By path, who has it; empty for those that are free.
    private final Map<String, Optional<String>> reservations = new LinkedHashMap<>();
    /// By path, the payload; empty where there is none any more.
    private final Map<String, Optional<Map<String, @Nullable Object>>> intents = new LinkedHashMap<>();

    /// Leaves what is not of paths.
    ///
    /// @throws Refusal when an event names no path
    void take(StoredEvent event) {
        Map<String, @Nullable Object> data = Told.by(event.event());
        switch (event.event().type().name()) {
            case Happened.PATH_RESERVED ->
                reservations.put(path(event), Optional.of(required(event, "publishing_app")));
            case Happened.PATH_FREED -> reservations.put(path(event), Optional.empty());
            case Happened.PUBLISH_INTENT_PUT ->
                intents.put(
                        path(event),
                        Optional.of(Json.object(
                                Json.object(data.get(Happened.COMMAND)).get("payload"))));
            case Happened.PUBLISH_INTENT_DELETED -> intents.put(path(event), Optional.empty());
            default -> {}
        }
    }

    private static String path(StoredEvent event) {
        return required(event, "base_path");
    }

    private static String required(StoredEvent event, String member) {
        return Json.text(Told.by(event.event()).get(member))
                .orElseThrow(() -> new Refusal(
                        "an event %s has no %s".formatted(event.event().type(), member)));
    }

    void write(Connection connection) throws SQLException {
        write(
                connection,
                reservations,
                "DELETE FROM path_reservations WHERE base_path = ANY (?)",
                "INSERT INTO path_reservations SELECT r.base_path, r.value FROM :rows"
                        + " ON CONFLICT (base_path) DO UPDATE SET publishing_app = excluded.publishing_app");
        write(
                connection,
                intents,
                "DELETE FROM publish_intents WHERE base_path = ANY (?)",
                "INSERT INTO publish_intents SELECT r.base_path, r.value::json FROM :rows"
                        + " ON CONFLICT (base_path) DO UPDATE SET payload = excluded.payload");
    }

    private static <T> void write(Connection connection, Map<String, Optional<T>> values, String delete, String insert)
            throws SQLException {
        String[] gone = values.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
        if (gone.length > 0) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setArray(1, connection.createArrayOf("text", gone));
                statement.executeUpdate();
            }
        }
        Bulk rows = new Bulk(insert, "base_path", "value");
        add(values, rows);
        rows.execute(connection);
    }

    /// Into tables that have nothing of these paths.
    void addTo(Rows reservationRows, Rows intentRows) {
        add(reservations, reservationRows);
        add(intents, intentRows);
    }

    private static <T> void add(Map<String, Optional<T>> values, Rows rows) {
        values.forEach((path, value) -> value.ifPresent(there -> rows.add(path, there)));
    }
}
