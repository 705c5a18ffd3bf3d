package f6.postgres;

import static f6.contracts.SampleEvents.CLOSED;
import static f6.contracts.SampleEvents.OPENED;
import static f6.contracts.SampleEvents.event;
import static f6.contracts.SampleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.store.AppendResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogVerificationTest {
    private final String schema = TestServer.freshSchema();

    @BeforeEach
    void fill() {
        try (PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema)) {
            for (int i = 0; i < 300; i++) {
                assertThat(store.append(
                                event(OPENED, object(), object(), object(), object(), object()),
                                event(CLOSED, object())))
                        .isInstanceOf(AppendResult.Appended.class);
            }
        }
    }

    private List<Check> wrong() {
        return PostgresEventStore.verify(TestServer.DATABASE, schema, Progress.NONE).stream()
                .filter(check -> !check.holds())
                .toList();
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql.replace("$", schema + ".")
                    + "; SET session_replication_role = origin");
        }
    }

    @Test
    void a_log_that_was_only_appended_to_keeps_every_promise() {
        assertThat(wrong()).isEmpty();
        assertThat(PostgresEventStore.logs(TestServer.DATABASE)).contains(schema);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            without a gap         | event 300 follows 298    | DELETE FROM $event WHERE position = 299
            each id is there once | is there 2 times         | ALTER TABLE $event DROP CONSTRAINT event_id_key; UPDATE $event SET id = (SELECT id FROM $event WHERE position = 7) WHERE position = 9
            never goes back       | event 100 is of          | UPDATE $event SET created_at = created_at - interval '1 hour' WHERE position = 100
            of further objects    | object                   | DELETE FROM $event_object WHERE position = 3
            of further objects    | of event 2               | INSERT INTO $event_object VALUES (gen_random_uuid(), 2)
            by type equals        | AccountOpened version 1  | DELETE FROM $event_type_segment WHERE event_type = 'AccountOpened' AND segment = 1
            its objects once      | event 50                 | UPDATE $event SET object_ids = array_append(object_ids, object_ids[1]) WHERE position = 50
            ahead of the log      | that of x at 601, the log ends at 600 | INSERT INTO $snapshot (boundary, name, query, fingerprint, position, state) VALUES ('b', 'x', '{}', 'f', 601, '{}')
            lead backward         | event 50 refers to event 60 | UPDATE $event SET event_reference = ARRAY[(SELECT id FROM $event WHERE position = 60)] WHERE position = 50
            lead backward         | event 50 refers to event 50 | UPDATE $event SET event_reference = ARRAY[id] WHERE position = 50
            can be read           | after position 49        | UPDATE $event SET event_data = '[1]' WHERE position = 50
            can be read           | after position 49        | UPDATE $event SET event_data = concat('{"a":', repeat('[', 2000), repeat(']', 2000), '}')::json WHERE position = 50
            can be read           | after position 49        | ALTER TABLE $event DROP CONSTRAINT event_event_kind_check; UPDATE $event SET event_kind = 'RUMOUR' WHERE position = 50
            """)
    void what_was_tampered_with_is_found(String check, String found, String sql) throws SQLException {
        tamper(sql);
        assertThat(wrong()).anySatisfy(wrong -> {
            assertThat(wrong.name()).contains(check);
            assertThat(wrong.found()).contains(found);
        });
    }

    /// The index is told to take no entries while its row is written: what a fault of the disk or of the server
    /// leaves.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void an_index_that_misses_an_event_is_found(int place) throws SQLException {
        String index = schema + ".event_by_object_" + place;
        String ready = "UPDATE pg_index SET indisready = %s WHERE indexrelid = '" + index + "'::regclass";
        tamper(ready.formatted(false));
        try (PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema)) {
            assertThat(store.append(event(OPENED, object(), object(), object())))
                    .isInstanceOf(AppendResult.Appended.class);
        }
        tamper(ready.formatted(true));

        assertThat(wrong()).singleElement().satisfies(wrong -> {
            assertThat(wrong.name()).contains("indexes on objects");
            assertThat(wrong.found()).startsWith("event_by_object_" + place).doesNotContain(";");
        });
    }

    @Test
    void a_view_that_was_tampered_with_is_found() throws SQLException {
        try (PostgresEventStore store = PostgresEventStore.open(TestServer.DATABASE, schema)) {
            store.projections().start(new AccountProjection("accounts", 1, 1));
            assertThat(store.projections().await("accounts", store.head(), Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(store.verify(Progress.NONE)).allMatch(Check::holds);
            tamper("DELETE FROM " + schema + "_accounts.account WHERE opened_at = 1");
            assertThat(store.verify(Progress.NONE))
                    .filteredOn(check -> !check.holds())
                    .singleElement()
                    .satisfies(check -> assertThat(check.found()).contains("299 rows"));
        }
    }
}
