package f6.postgres.subscription;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.zone.subscription.Delivery;
import f6.zone.subscription.Delivery.Webhook;
import f6.zone.subscription.Filter;
import f6.zone.subscription.Kept;
import f6.zone.subscription.Kept.State;
import f6.zone.subscription.Subscription;
import f6.zone.subscription.Waiting;
import f6.zone.subscription.Waiting.Standing;
import java.net.URI;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows as values, and values as rows.
final class KeptRows {
    static final String COLUMNS =
            "id, name, owner_id, owner_type, event_types, objects, expression, way, target, secret,"
                    + " former_secret, former_until, start_position, created_at, state, why, checkpoint, epoch, failures,"
                    + " last_failure, last_failure_at";
    /// Compiling an expression takes longer than reading its row.
    private static final int MAX_FILTERS = 2_048;

    private record FilterText(
            List<String> types,
            List<UUID> objects,
            @Nullable String expression) {}

    private final Map<FilterText, Filter> filters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FilterText, Filter> eldest) {
            return size() > MAX_FILTERS;
        }
    };

    Kept kept(ResultSet row) throws SQLException {
        Subscription subscription = new Subscription(
                uuid(row, "id"),
                text(row, "name"),
                new Source(uuid(row, "owner_id"), text(row, "owner_type")),
                filter(new FilterText(
                        List.of((String[]) row.getArray("event_types").getArray()),
                        List.of((UUID[]) row.getArray("objects").getArray()),
                        row.getString("expression"))),
                delivery(row),
                new Position(row.getLong("start_position")),
                Objects.requireNonNull(instant(row, "created_at")));
        String failure = row.getString("last_failure");
        Instant failed = instant(row, "last_failure_at");
        return new Kept(
                subscription,
                State.valueOf(text(row, "state")),
                Optional.ofNullable(row.getString("why")),
                new Position(row.getLong("checkpoint")),
                row.getLong("epoch"),
                row.getLong("failures"),
                failure == null || failed == null ? Optional.empty() : Optional.of(new Kept.Failure(failed, failure)));
    }

    private Filter filter(FilterText text) {
        synchronized (filters) {
            return filters.computeIfAbsent(
                    text,
                    any -> Filter.of(
                            text.types().stream().map(EventType::new).collect(Collectors.toSet()),
                            text.objects().stream().map(ObjectId::new).collect(Collectors.toSet()),
                            Optional.ofNullable(text.expression())));
        }
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return switch (text(row, "way")) {
            case Webhook.WAY -> {
                String former = row.getString("former_secret");
                Instant until = instant(row, "former_until");
                yield new Webhook(
                        URI.create(text(row, "target")),
                        text(row, "secret"),
                        former == null || until == null
                                ? Optional.empty()
                                : Optional.of(new Webhook.Former(former, until)));
            }
            case Delivery.Sse.WAY -> new Delivery.Sse();
            default -> new Delivery.Pull();
        };
    }

    static Waiting waiting(ResultSet row) throws SQLException {
        UUID[] objects = (UUID[]) row.getArray("objects").getArray();
        return new Waiting(
                new Position(row.getLong("position")),
                new EventId(uuid(row, "event")),
                Arrays.stream(objects).map(ObjectId::new).toList(),
                Standing.valueOf(text(row, "standing")),
                row.getInt("attempts"),
                Objects.requireNonNull(instant(row, "until")),
                text(row, "reason"));
    }

    /// Filter and delivery, from a parameter on.
    static int set(PreparedStatement statement, int first, Subscription subscription) throws SQLException {
        Connection connection = statement.getConnection();
        Filter filter = subscription.filter();
        statement.setArray(
                first,
                texts(connection, filter.types().stream().map(EventType::name).toList()));
        statement.setArray(
                first + 1,
                uuids(connection, filter.objects().stream().map(ObjectId::value).toList()));
        statement.setString(first + 2, filter.expression().map(String::valueOf).orElse(null));
        statement.setString(first + 3, subscription.delivery().way());
        Webhook webhook = subscription.delivery() instanceof Webhook one ? one : null;
        Webhook.Former former = webhook == null ? null : webhook.former().orElse(null);
        statement.setString(first + 4, webhook == null ? null : webhook.target().toString());
        statement.setString(first + 5, webhook == null ? null : webhook.secret());
        statement.setString(first + 6, former == null ? null : former.secret());
        statement.setObject(first + 7, former == null ? null : time(former.until()));
        return first + 8;
    }

    static Array uuids(Connection connection, Collection<UUID> ids) throws SQLException {
        return connection.createArrayOf("uuid", ids.toArray());
    }

    static Array texts(Connection connection, Collection<? extends @Nullable String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class), column);
    }

    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
