package f6.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import f6.postgres.Databases;
import f6.postgres.EmbeddedServer;
import f6.postgres.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The one database on which all are measured, each in a schema of its own.
final class Site implements AutoCloseable {
    /// What the names of all our schemas begin with; others are left alone.
    static final String PREFIX = "f6_bench_";

    /// Room for the rows of 5,000,000 events; a checkpoint is made between rounds, not amid them. Durability is
    /// not among these: the embedded server is durable always.
    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            "shared_buffers", "1GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min",
            "max_connections", "400");

    private final String jdbcUrl;
    private final String user;
    private final String password;
    private final @Nullable EmbeddedServer server;
    private final @Nullable Path folder;

    private Site(String jdbcUrl, String user, String password, @Nullable EmbeddedServer server, @Nullable Path folder) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
        this.server = server;
        this.folder = folder;
    }

    static Site open(Settings settings, Report report) {
        if (settings.database != null) {
            String password = System.getenv().getOrDefault("F6_DATABASE_PASSWORD", "");
            Site site = new Site(settings.database, settings.user, password, null, null);
            site.dropSchemas();
            return site;
        }
        report.progress("starting PostgreSQL");
        try {
            Files.createDirectories(settings.data());
            Path folder = Files.createTempDirectory(settings.data(), "server-");
            EmbeddedServer server = EmbeddedServer.start(folder, SERVER_SETTINGS);
            Site site = new Site(server.jdbcUrl(), server.user(), server.password(), server, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(site::erase, "erase the server"));
            return site;
        } catch (IOException e) {
            throw new BenchFailure("cannot make a folder in %s: %s".formatted(settings.data(), e.getMessage()), e);
        }
    }

    /// A pool such as a node has.
    HikariDataSource nodePool() {
        return Databases.pool(jdbcUrl, user, password);
    }

    /// A pool for a peer.
    HikariDataSource pool(String schema, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.addDataSourceProperty("currentSchema", schema);
        return new HikariDataSource(config);
    }

    /// @param properties of pgjdbc
    Connection connect(String schema, Map<String, String> properties) throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", user);
        all.setProperty("password", password);
        all.setProperty("currentSchema", schema);
        properties.forEach(all::setProperty);
        return DriverManager.getConnection(jdbcUrl, all);
    }

    /// With the schema to use, for pgjdbc.
    String jdbcUrl(String schema) {
        return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /// With user, password and the schema to use, for libpq and its likes.
    String libpqUrl(String schema) {
        URI url = URI.create(jdbcUrl.substring("jdbc:".length()));
        return "postgresql://%s:%s@%s:%d%s?options=%s"
                .formatted(
                        encode(user),
                        encode(password),
                        url.getHost() == null ? "127.0.0.1" : url.getHost(),
                        url.getPort() < 0 ? 5432 : url.getPort(),
                        url.getPath(),
                        encode("-c search_path=" + schema));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Makes an empty schema.
    ///
    /// @return its name
    String freshSchema(String word) {
        String name = PREFIX + word;
        execute("DROP SCHEMA IF EXISTS " + name + " CASCADE", "CREATE SCHEMA " + name);
        return name;
    }

    void execute(String... sql) {
        try (Connection connection = connect("public", Map.of());
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new BenchFailure("the database refused: " + e.getMessage(), e);
        }
    }

    /// The first column of the answer, as texts.
    List<String> texts(String sql) {
        try (Connection connection = connect("public", Map.of());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new BenchFailure("the database refused: " + e.getMessage(), e);
        }
    }

    /// Leaves nothing to tidy up for those who are measured next: vacuums, analyzes, writes a checkpoint.
    void settle() {
        vacuum(PREFIX + "%");
        if ("t".equals(texts("SELECT pg_has_role('pg_checkpoint', 'USAGE')").getFirst())) {
            execute("CHECKPOINT");
        }
    }

    /// Vacuums and analyzes the tables of schemas of that name pattern, in which an underscore is itself.
    void vacuum(String schemas) {
        texts("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname LIKE '"
                        + schemas.replace("_", "\\_") + "'")
                .forEach(table -> execute("VACUUM (ANALYZE) " + table));
    }

    private void dropSchemas() {
        texts("SELECT nspname FROM pg_namespace WHERE nspname LIKE '" + PREFIX.replace("_", "\\_") + "%'")
                .forEach(name -> execute("DROP SCHEMA " + name + " CASCADE"));
    }

    @Override
    public void close() {
        if (server == null) {
            dropSchemas();
        }
        erase();
    }

    private synchronized void erase() {
        if (server == null || folder == null || !Files.exists(folder)) {
            return;
        }
        server.close();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not erase " + folder, e);
        }
    }
}
