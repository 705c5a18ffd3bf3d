package f6.postgres.subscription;

import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The schema that the tables have to themselves.
record SubscriptionTables(DataSource database, String schema) {
    /// Made or migrated where needed.
    static SubscriptionTables open(DataSource database, String schema) {
        try {
            Flyway.configure(SubscriptionTables.class.getClassLoader())
                    .dataSource(database)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:f6/postgres/subscription")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreFailure("cannot make or migrate the schema %s: %s".formatted(schema, e.getMessage()), e);
        }
        return new SubscriptionTables(database, schema);
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// A statement with `$` before the names of tables.
    String sql(String statement) {
        return statement.replace("$", schema + ".");
    }

    /// Statements that each commit by themselves.
    <T> T run(String what, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreFailure("could not %s in schema %s: %s".formatted(what, schema, e.getMessage()), e);
        }
    }

    /// All or nothing; each statement sees what was committed before it began.
    <T> T atOnce(String what, Work<T> work) {
        return run(what, connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    connection.rollback();
                } catch (SQLException alsoFailed) {
                    e.addSuppressed(alsoFailed);
                }
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }
}
