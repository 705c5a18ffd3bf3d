package f6.postgres.publishing;

import f6.postgres.OwnSchema;

/// Where a log and its publishing views are.
record Schemas(String log) {
    Schemas {
        OwnSchema.requireName(log);
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
