package f6.postgres.publishing;

import f6.eventstore.store.StoreFailure;
import f6.publishing.content.BasePaths;
import f6.publishing.document.Edition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Reads base paths from [PublishingViews], a page by an index.
public final class PostgresBasePaths implements BasePaths {
    private final DataSource database;
    private final String sql;

    /// @param log the schema of the log
    public PostgresBasePaths(DataSource database, String log) {
        this.database = database;
        this.sql = new Schemas(log)
                .sql("SELECT DISTINCT base_path FROM $editions WHERE content_store IS NOT NULL AND base_path > ?"
                        + " AND (content_store = 'live' OR ?) ORDER BY base_path LIMIT ?");
    }

    @Override
    public List<String> basePaths(Edition.ContentStore store, String after, int limit) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, after);
            statement.setBoolean(2, store == Edition.ContentStore.DRAFT);
            statement.setInt(3, limit);
            List<String> paths = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    paths.add(row.getString(1));
                }
            }
            return paths;
        } catch (SQLException e) {
            throw new StoreFailure("could not list the base paths: " + e.getMessage(), e);
        }
    }
}
