package f6.postgres.publishing;

import f6.postgres.publishing.Statements.Sql;
import f6.publishing.content.BasePaths;
import f6.publishing.document.Edition;
import java.util.List;
import javax.sql.DataSource;

/// Reads base paths from [PublishingViews], a page by an index.
public final class PostgresBasePaths implements BasePaths {
    private final Statements statements;

    /// @param log the schema of the log
    public PostgresBasePaths(DataSource database, String log) {
        this.statements = new Statements(database, new Schemas(log));
    }

    @Override
    public List<String> basePaths(Edition.ContentStore store, String after, int limit) {
        return paths(new Sql()
                .plus(
                        "SELECT DISTINCT base_path FROM $editions WHERE content_store IS NOT NULL AND base_path > ?",
                        after)
                .plus(store == Edition.ContentStore.DRAFT ? "" : "AND content_store = 'live'")
                .plus("ORDER BY base_path LIMIT ?", limit));
    }

    @Override
    public List<String> intendedPaths(String after, int limit) {
        return paths(new Sql()
                .plus("SELECT base_path FROM $publish_intents WHERE base_path COLLATE \"C\" > ?", after)
                .plus("ORDER BY base_path COLLATE \"C\" LIMIT ?", limit));
    }

    private List<String> paths(Sql sql) {
        return statements.all(sql, row -> String.valueOf(row.getString(1)));
    }
}
