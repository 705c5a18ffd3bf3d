package f6.postgres;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// A schema that tables of one kind have to themselves.
public record OwnSchema(DataSource database, String name) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /// @throws InvalidValue when the name is not plain lower case
    public OwnSchema {
        requireName(name);
    }

    /// @throws InvalidValue when the name is not plain lower case
    public static void requireName(String name) {
        InvalidValue.require(
                NAME.matcher(name).matches(),
                "a schema name is lower-case letters, digits and underscores: '%s'".formatted(name));
    }

    /// Made or migrated where needed. Of several who do so at once, the others wait for the first.
    ///
    /// @param tables the folder of migrations, below this package
    /// @throws InvalidValue when the name is not plain lower case
    /// @throws StoreFailure when the database cannot be reached, or its user may not do this
    public static OwnSchema open(DataSource database, String name, String tables) {
        OwnSchema schema = new OwnSchema(database, name);
        try {
            Flyway.configure(OwnSchema.class.getClassLoader())
                    .dataSource(database)
                    .schemas(name)
                    .defaultSchema(name)
                    .locations("classpath:f6/postgres/" + tables)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreFailure("cannot make or migrate the schema %s: %s".formatted(name, e.getMessage()), e);
        }
        return schema;
    }

    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// A statement with `$` before the names of tables.
    public String sql(String statement) {
        return statement.replace("$", name + ".");
    }

    /// Statements that each commit by themselves.
    public <T> T run(String what, Work<T> work) {
        return Transactions.run(database, name, what, work);
    }

    /// All or nothing; each statement sees what was committed before it began.
    public <T> T atOnce(String what, Work<T> work) {
        return run(what, connection -> Transactions.in(connection, () -> work.on(connection)));
    }

    public StoreFailure failure(String what, SQLException cause) {
        return Transactions.failure(name, what, cause);
    }
}
