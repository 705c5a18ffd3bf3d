package f6.benchmarks;

/// Rows to fill a peer's tables with, made by the database: as F6's own history, ten events to an object.
final class Filling {
    /// About 300 bytes, as all data is.
    static final String DATA = literal(new Samples().next().json());

    static final String ENVELOPE = literal(new Samples().next().envelope());

    private Filling() {}

    /// To select from: `object` (the text of a UUID), `sequence` (from 0, of the object's events) and `other`,
    /// another object's.
    static String rows(int events) {
        int objects = Math.max(1, events / History.EVENTS_OF_AN_OBJECT);
        return """
                (SELECT md5('object ' || i %% %1$d)::uuid::text AS object,
                        md5('other ' || (i * 7919::bigint) %% %1$d)::uuid::text AS other,
                        i / %1$d AS sequence
                 FROM generate_series(0, %2$d) i) e
                """.formatted(objects, events - 1);
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
