package f6.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.store.StoreFailure;

/// Pools of connections, set as the store likes them.
public final class Databases {
    /// A node's appends wait for each other anyway; reads are short.
    private static final int POOL = 16;

    private Databases() {}

    /// @throws StoreFailure when the database cannot be reached
    public static HikariDataSource pool(String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(POOL);
        config.setPoolName("f6");
        config.addDataSourceProperty("ApplicationName", "f6");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) { // of many kinds: no driver for the URL, no server, wrong password
            throw new StoreFailure(
                    "cannot reach the database %s as %s: %s".formatted(withoutSecrets(jdbcUrl), user, e.getMessage()),
                    e);
        }
    }

    /// The URL without its parameters, among which may be a password.
    public static String withoutSecrets(String jdbcUrl) {
        return jdbcUrl.split("\\?", 2)[0];
    }
}
