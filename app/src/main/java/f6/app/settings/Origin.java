package f6.app.settings;

/// Where a value was given; an earlier one goes before a later one.
public enum Origin {
    FLAG,
    ENVIRONMENT,
    FILE,
    DEFAULT
}
