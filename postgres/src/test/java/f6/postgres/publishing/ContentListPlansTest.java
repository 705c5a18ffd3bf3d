package f6.postgres.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.postgres.TestServer;
import f6.postgres.publishing.Statements.Sql;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views.ContentPage;
import f6.publishing.view.Views.ContentQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lists of content read what they show, not all that there is. `-Df6.documents=N` for more documents.
@Timeout(600)
class ContentListPlansTest {
    private static final int DOCUMENTS = Integer.getInteger("f6.documents", 20_000);
    /// Editions here take a block of 8 KiB each.
    private static final Pattern NUMBER = Pattern.compile("(?:hit|read)=(\\d+)");

    private final String log = TestServer.freshSchema();
    private final Platform platform = Platform.on(log);

    /// By hand: documents with a live edition of some 6 KiB each, every tenth with a draft too, of ten types.
    @BeforeEach
    void fill() throws SQLException {
        execute("""
                INSERT INTO $documents SELECT md5(n::text)::uuid, 'en', 1, NULL,
                    CASE WHEN n %% 10 = 0 THEN 10000000 + n END, n FROM generate_series(1, %1$d) n;
                INSERT INTO $editions SELECT n, md5(n::text)::uuid, 'en', 1, 'published', 'live', '/page/' || n,
                    'Page ' || n, 'type_' || n %% 10, 'generic', 'app_' || n %% 7, 'frontend',
                    '2020-01-01'::timestamptz + n * interval '1 minute', now(), now(), now(),
                    json_build_object('details', json_build_object('body', repeat(md5(n::text), 190))), '{}'
                    FROM generate_series(1, %1$d) n;
                INSERT INTO $editions SELECT 10000000 + id, content_id, locale, 2, 'draft', 'draft', base_path,
                    title || ', again', document_type, schema_name, publishing_app, rendering_app,
                    public_updated_at, now(), now(), now(), fields, links FROM $editions WHERE id %% 10 = 0;
                VACUUM ANALYZE $editions; VACUUM ANALYZE $documents
                """.formatted(DOCUMENTS));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = TestServer.DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            for (String each : new Schemas(log).sql(sql).split(";")) {
                statement.execute(each);
            }
        }
    }

    private static ContentQuery query(Set<String> types, Optional<String> app, List<String> order, long offset) {
        return new ContentQuery(
                types,
                Set.of(),
                Optional.empty(),
                Optional.of("en"),
                app,
                Optional.empty(),
                List.of(),
                Set.of(State.DRAFT, State.PUBLISHED, State.UNPUBLISHED),
                List.of("base_path", "publication_state", "details"),
                order,
                50,
                offset);
    }

    private ContentPage quickly(String what, ContentQuery query) {
        Sql explain = new Sql().plus("EXPLAIN (ANALYZE, BUFFERS)");
        explain.add(ContentSql.page(query, new EditionFields(query.fields())));
        List<String> plan = new Statements(TestServer.DATABASE, new Schemas(log))
                .all(explain, row -> String.valueOf(row.getString(1)));
        // The first line of buffers is that of the whole.
        long read = plan.stream()
                .filter(line -> line.contains("Buffers: shared"))
                .findFirst()
                .map(line -> NUMBER.matcher(line)
                        .results()
                        .mapToLong(number -> Long.parseLong(number.group(1)))
                        .sum())
                .orElseThrow();
        Instant begin = Instant.now();
        ContentPage page = platform.views.content(query);
        Duration took = Duration.between(begin, Instant.now());
        Effort.report(
                "of %,d documents %s took %d ms and read %,d blocks".formatted(DOCUMENTS, what, took.toMillis(), read));
        assertThat(read).as(String.join("\n", plan)).isLessThan(DOCUMENTS / 5);
        return page;
    }

    @Test
    void a_page_reads_no_more_than_it_shows() {
        ContentPage all = quickly("all", query(Set.of(), Optional.empty(), List.of("-public_updated_at"), 0));
        assertThat(all.total()).isEqualTo(DOCUMENTS);
        assertThat(all.rows()).hasSize(50);
        assertThat(all.rows().getFirst())
                .containsEntry("base_path", "/page/" + DOCUMENTS)
                .containsEntry("publication_state", "draft");
        assertThat(all.rows().get(1)).containsEntry("publication_state", "published");

        assertThat(quickly("the eleventh page", query(Set.of(), Optional.empty(), List.of("-public_updated_at"), 500))
                        .rows()
                        .getFirst())
                .containsEntry("base_path", "/page/" + (DOCUMENTS - 500));
        assertThat(quickly("those by id", query(Set.of(), Optional.empty(), List.of("id"), 0))
                        .rows())
                .hasSize(50);
        assertThat(quickly(
                                "those of a type",
                                query(Set.of("type_3"), Optional.empty(), List.of("-public_updated_at"), 0))
                        .total())
                .isEqualTo(DOCUMENTS / 10);
        assertThat(quickly(
                                "those of an application",
                                query(Set.of(), Optional.of("app_3"), List.of("-public_updated_at"), 0))
                        .rows())
                .hasSize(50);
    }
}
