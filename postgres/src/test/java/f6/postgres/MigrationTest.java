package f6.postgres;

import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// A log of an earlier schema is read and appended to as before.
class MigrationTest {
    private static final ObjectId FIFTH = new ObjectId(new UUID(5, 5));

    private final String schema = TestServer.freshSchema();

    private void makeOldLog() throws SQLException {
        var _ = Flyway.configure()
                .dataSource(TestServer.DATABASE)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:f6/postgres/migration")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO $.event SELECT n, gen_random_uuid(), timestamptz '2024-01-01Z' + n * interval '1 s',
                        '2023-01-01Z', ARRAY[gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                        '00000000-0000-0005-0000-000000000005'], 'Old' || n % 3, '1', 'CLAIM', gen_random_uuid(), 's',
                        ARRAY[gen_random_uuid()], json_build_object('n', n)
                    FROM generate_series(1, 600) n;
                    INSERT INTO $.event_object SELECT o, position FROM $.event, unnest(object_ids) o;
                    """.replace("$", schema));
        }
    }

    @Test
    void a_log_of_the_first_schema_is_migrated_with_all_its_events() throws SQLException {
        makeOldLog();
        try (PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema)) {
            List<StoredEvent> log = store.read(Query.all(), ReadOptions.FORWARD).toList();
            assertThat(log).hasSize(600);
            assertThat(log.get(41).event().data().members()).containsEntry("n", 42L);
            assertThat(log.get(41).event().objects()).hasSize(5).endsWith(FIFTH);
            assertThat(log.get(41).event().references()).hasSize(1).hasOnlyElementsOfType(EventId.class);
            assertThat(store.read(Query.ofObjects(FIFTH), ReadOptions.BACKWARD)).hasSize(600);
            assertThat(store.positionAt(log.get(99).createdAt())).isEqualTo(new Position(100));

            AppendCondition none = AppendCondition.noneMatches(Query.ofObjects(FIFTH));
            assertThat(store.append(List.of(event(OPENED, object())), none))
                    .isEqualTo(new AppendResult.Conflict(new Position(600)));
            assertThat(store.append(event(OPENED, object())).orThrow().last()).isEqualTo(new Position(601));
            assertThat(store.verify(Progress.NONE)).allMatch(Check::holds);
        }
    }
}
