package f6.postgres.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// A schema that one kind of tables has to itself.
record OwnSchema(DataSource database, String name) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /// Made or migrated where needed.
    ///
    /// @param tables the folder of migrations
    static OwnSchema open(DataSource database, String name, String tables) {
        InvalidValue.require(
                NAME.matcher(name).matches(),
                "a schema name is lower-case letters, digits and underscores: '%s'".formatted(name));
        try {
            Flyway.configure(OwnSchema.class.getClassLoader())
                    .dataSource(database)
                    .schemas(name)
                    .defaultSchema(name)
                    .locations("classpath:f6/postgres/publishing/" + tables)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreFailure("cannot make or migrate the schema %s: %s".formatted(name, e.getMessage()), e);
        }
        return new OwnSchema(database, name);
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// A statement with `$` before the names of tables.
    String sql(String statement) {
        return statement.replace("$", name + ".");
    }

    /// Statements that each commit by themselves.
    <T> T run(String what, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(what, e);
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

    StoreFailure failure(String what, SQLException cause) {
        return new StoreFailure("could not %s in schema %s: %s".formatted(what, name, cause.getMessage()), cause);
    }
}
