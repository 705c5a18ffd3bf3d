package f6.postgres.publishing;

import static f6.postgres.publishing.Platform.guide;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Seed;
import f6.contracts.publishing.Platforms;
import f6.contracts.publishing.RandomCommands;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.postgres.Progress;
import f6.postgres.TableProjection;
import f6.postgres.TestServer;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Happened;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class PublishingViewsTest {
    private static final int COMMANDS = 1_500;
    private final String log = TestServer.freshSchema();
    private final Platform platform = Platform.on(log);

    @AfterEach
    void close() {
        platform.close();
    }

    private List<String> differences() {
        return platform.store
                .projections()
                .verify(PublishingViews.NAME, Progress.NONE)
                .differences();
    }

    @Test
    void kept_event_by_event_they_are_what_a_replay_in_batches_makes() {
        long seed = Seed.print("PublishingViewsTest");
        RandomCommands commands = new RandomCommands(seed, 10);
        for (int i = 0; i < COMMANDS; i++) {
            Platforms.tick(platform.now);
            var _ = platform.publishing.handle(commands.next(), Platform.EDITOR);
        }
        assertThat(platform.store.head().value()).isGreaterThan(COMMANDS / 4);
        assertThat(differences()).isEmpty();
        assertThat(platform.store
                        .projections()
                        .rebuild(PublishingViews.NAME, Progress.NONE)
                        .replaced())
                .isTrue();
        for (int i = 0; i < COMMANDS / 10; i++) {
            Platforms.tick(platform.now);
            var _ = platform.publishing.handle(commands.next(), Platform.EDITOR);
        }
        assertThat(differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 333})
    void filled_in_batches_of_any_size_they_are_the_same(int size) throws SQLException {
        long seed = Seed.print("PublishingViewsTest");
        RandomCommands commands = new RandomCommands(seed, 10);
        for (int i = 0; i < COMMANDS; i++) {
            Platforms.tick(platform.now);
            var _ = platform.publishing.handle(commands.next(), Platform.EDITOR);
        }
        PublishingViews projection = new PublishingViews();
        String next = log + "_publishing_next";
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement();
                Stream<StoredEvent> events = platform.store.read(Query.all(), ReadOptions.FORWARD)) {
            connection.setAutoCommit(false);
            statement.execute("CREATE SCHEMA %s; SET LOCAL search_path TO %s".formatted(next, next));
            projection.create(connection);
            projection.complete(connection);
            for (List<StoredEvent> batch :
                    events.gather(Gatherers.windowFixed(size)).toList()) {
                projection.apply(connection, batch);
            }
            connection.commit();
        }
        assertSame(next, "in batches of %d, seed %d".formatted(size, seed));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void filled_in_any_number_of_parts_they_are_the_same(int parts) throws SQLException {
        long seed = Seed.print("PublishingViewsTest");
        RandomCommands commands = new RandomCommands(seed, 10);
        for (int i = 0; i < COMMANDS; i++) {
            Platforms.tick(platform.now);
            var _ = platform.publishing.handle(commands.next(), Platform.EDITOR);
        }
        PublishingViews projection = new PublishingViews();
        String next = log + "_publishing_next";
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement();
                Stream<StoredEvent> events = platform.store.read(Query.all(), ReadOptions.FORWARD)) {
            connection.setAutoCommit(false);
            statement.execute("CREATE SCHEMA %s; SET LOCAL search_path TO %s".formatted(next, next));
            projection.create(connection);
            for (List<StoredEvent> part : events.collect(
                            Collectors.groupingBy(event -> TableProjection.partitionOf(event, parts)))
                    .values()) {
                projection.fill(connection, part.iterator());
            }
            projection.complete(connection);
            connection.commit();
        }
        assertSame(next, "in %d parts, seed %d".formatted(parts, seed));
    }

    private void assertSame(String next, String how) throws SQLException {
        for (String table : rows("SELECT tablename FROM pg_tables WHERE schemaname = '%s_publishing'".formatted(log))) {
            assertThat(rows("SELECT t::text FROM %s.%s t ORDER BY 1".formatted(next, table)))
                    .as("%s %s", table, how)
                    .isEqualTo(rows("SELECT t::text FROM $.%s t ORDER BY 1".formatted(table)));
        }
    }

    @Test
    void a_row_that_was_changed_by_hand_is_found() throws SQLException {
        platform.put(1, guide("/one"));
        platform.publish(1);
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE %s_publishing.editions SET title = 'Another'".formatted(log));
        }
        assertThat(differences()).singleElement().asString().contains("editions", "Another");
    }

    @Test
    void of_a_superseded_edition_the_row_stays_without_a_content_store() throws SQLException {
        for (int i = 0; i < 3; i++) {
            platform.put(1, guide("/one", "change_note", "Change " + i));
            platform.publish(1);
        }
        assertThat(rows("SELECT user_facing_version || ' ' || state || ' ' || coalesce(content_store, 'nowhere')"
                        + " || ' ' || note FROM $.editions JOIN $.change_notes ON edition = id ORDER BY id"))
                .containsExactly(
                        "1 superseded nowhere Change 0", "2 superseded nowhere Change 1", "3 published live Change 2");
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("$", log + "_publishing"))) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    @Test
    void drafts_that_change_places_in_one_append_pass_each_other() {
        platform.put(1, guide("/one"));
        platform.put(2, guide("/two"));
        var _ = platform.store
                .append(drafted(1, 1, "/two"), drafted(2, 1, "/one"))
                .orThrow();
        assertThat(differences()).isEmpty();
        assertThat(platform.views.byBasePath(List.of("/one", "/two"), true, Set.of(), Set.of()))
                .isEqualTo(Map.of("/one", Platform.id(2), "/two", Platform.id(1)));
    }

    @Test
    void a_second_draft_at_a_path_is_refused() {
        platform.put(1, guide("/one"));
        assertRefused(platform.store.append(drafted(2, 1, "/one")), "editions_base_path_content_store", "/one");
        assertThat(differences()).isEmpty();
    }

    @Test
    void a_second_live_edition_of_a_document_is_refused() {
        platform.put(1, guide("/one"));
        platform.publish(1);
        platform.put(1, guide("/one"));
        assertRefused(
                platform.store.append(event(Happened.EDITION_PUBLISHED, 1, Map.of())),
                "editions_document_content_store",
                Platform.id(1).toString());
    }

    @Test
    void a_second_edition_of_the_same_version_is_refused() {
        platform.put(1, guide("/one"));
        platform.publish(1);
        assertRefused(
                platform.store.append(drafted(1, 1, "/one")),
                "editions_document_user_facing_version",
                Platform.id(1).toString());
    }

    @Test
    void an_event_of_no_document_is_refused() {
        Event event = Event.fact(
                new EventType(Happened.EDITION_DRAFTED),
                Happened.VERSION,
                Platforms.BEGIN,
                List.of(Platform.document(1).object()),
                new Source(UUID.randomUUID(), "forger"),
                new EventData(Map.of("locale", "en")));
        assertRefused(platform.store.append(event), "names no document");
    }

    private void assertRefused(AppendResult result, String... words) {
        long head = platform.store.head().value();
        assertThat(result).isInstanceOfSatisfying(AppendResult.Refused.class, refused -> {
            assertThat(refused.projection()).isEqualTo("publishing");
            assertThat(refused.reason()).contains(words);
        });
        assertThat(platform.store.head().value()).isEqualTo(head);
    }

    private static Event drafted(int number, int version, String path) {
        return event(
                Happened.EDITION_DRAFTED,
                number,
                Map.of("user_facing_version", version, "command", Map.of("payload", guide(path))));
    }

    private static Event event(String type, int number, Map<String, Object> data) {
        DocumentKey key = Platform.document(number);
        Map<String, @Nullable Object> members = new LinkedHashMap<>(data);
        members.put("content_id", key.contentId().toString());
        members.put("locale", key.locale());
        return Event.fact(
                new EventType(type),
                Happened.VERSION,
                Platforms.BEGIN,
                List.of(key.object()),
                new Source(UUID.randomUUID(), "forger"),
                new EventData(members));
    }
}
