package f6.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/// Pools of connections, set as the store likes them.
public final class Databases {
    /// A node's appends wait for each other anyway; reads are short.
    private static final int POOL = 16;

    private Databases() {}

    /// @throws f6.eventstore.store.StoreFailure when the database cannot be reached
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
        } catch (com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
            throw new f6.eventstore.store.StoreFailure(
                    "cannot reach the database %s as %s: %s".formatted(jdbcUrl, user, e.getMessage()), e);
        }
    }
}
