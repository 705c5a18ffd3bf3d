package f6.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.store.StoreFailure;

/// Pools of connections, set as the store likes them.
public final class Databases {
    /// A node's appends wait for each other anyway; reads are short.
    public static final int POOL = 16;
    /// Fewer would all be held by what follows the log.
    public static final int LEAST_POOL = 4;
    /// More clients at once are better served by waiting than by PostgreSQL.
    public static final int MOST_POOL = 500;

    /// So that the server lets go within a minute of what a node has locked whose machine is gone without a word;
    /// left to itself it would take two hours.
    private static final String NOTICE_THE_GONE =
            "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;"
                    + " SET tcp_user_timeout = 60000"; // where an answer is under way nothing else is asked

    private Databases() {}

    /// @throws StoreFailure when the database cannot be reached
    public static HikariDataSource pool(String jdbcUrl, String user, String password) {
        return pool(jdbcUrl, user, password, POOL);
    }

    /// The same with a bound of one's own.
    ///
    /// @param most connections
    /// @throws StoreFailure when the database cannot be reached
    public static HikariDataSource pool(String jdbcUrl, String user, String password, int most) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(most);
        config.setPoolName("f6");
        config.addDataSourceProperty("ApplicationName", "f6");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setConnectionInitSql(NOTICE_THE_GONE);
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
