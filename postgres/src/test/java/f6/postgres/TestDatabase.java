package f6.postgres;

import javax.sql.DataSource;

/// The embedded server of this module's tests, for tests in other packages.
public final class TestDatabase {
    private TestDatabase() {}

    public static DataSource pool() {
        return TestServer.DATABASE;
    }

    public static String freshSchema() {
        return TestServer.freshSchema();
    }
}
