package f6.publishing.content;

/// A path where a content store has not what it is to have.
public record Drift(String basePath, Kind kind) {
    public enum Kind {
        /// It has nothing.
        MISSING,
        /// It has something else.
        DIFFERENT,
        /// It has something where nothing is to be.
        EXTRA
    }
}
