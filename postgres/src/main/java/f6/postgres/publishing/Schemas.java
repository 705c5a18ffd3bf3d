package f6.postgres.publishing;

import f6.eventstore.event.InvalidValue;
import java.util.regex.Pattern;

/// Where a log and its publishing views are.
record Schemas(String log) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    Schemas {
        InvalidValue.require(NAME.matcher(log).matches(), "no log is in a schema called '%s'".formatted(log));
    }

    /// What the names of the views' tables begin with.
    String views() {
        return log + "_" + PublishingViews.NAME + ".";
    }

    /// A statement that names tables of the views as `$documents`, and the log's `@event`.
    String sql(String statement) {
        return statement.replace("$", views()).replace("@", log + ".");
    }
}
