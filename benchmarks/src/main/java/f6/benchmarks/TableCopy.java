package f6.benchmarks;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// F6's own tables in another schema, with the same columns, checks, indexes, foreign keys and rows: what plain
/// SQL is measured on.
///
/// @param columns of the event table, into which alone is inserted: an event of at most three objects has no row
/// in any other that its own insert would have to write
record TableCopy(String schema, List<Column> columns) {
    record Column(String name, String type) {
        boolean isArray() {
            return type.endsWith("[]");
        }
    }

    /// Copies all of it.
    static TableCopy of(Site site, String source, String word) {
        return copy(site, source, word, tables(site, source));
    }

    /// Copies the events only, and none of the indexes on their objects.
    static TableCopy withoutObjects(Site site, String source, String word) {
        TableCopy copy = copy(site, source, word, List.of("event"));
        List<String> indexes = site.texts("SELECT format('%I.%I', schemaname, indexname) FROM pg_indexes"
                + " WHERE schemaname = '" + copy.schema + "' AND indexdef LIKE '%object%'");
        indexes.forEach(index -> site.execute("DROP INDEX " + index));
        return copy;
    }

    private static TableCopy copy(Site site, String source, String word, List<String> tables) {
        String schema = site.freshSchema(word);
        for (String table : tables) {
            site.execute(
                    "CREATE TABLE %s.%s (LIKE %s.%s INCLUDING ALL)".formatted(schema, table, source, table),
                    "INSERT INTO %s.%s OVERRIDING SYSTEM VALUE SELECT * FROM %s.%s"
                            .formatted(schema, table, source, table));
        }
        for (String table : tables) {
            foreignKeys(site, source, table)
                    .forEach(key -> site.execute("ALTER TABLE %s.%s ADD %s"
                            .formatted(schema, table, key.replace(source + ".", schema + "."))));
        }
        return new TableCopy(schema, columns(site, source));
    }

    private static List<String> tables(Site site, String schema) {
        return site.texts("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema
                + "' AND tablename <> 'flyway_schema_history' ORDER BY tablename");
    }

    private static List<String> foreignKeys(Site site, String schema, String table) {
        return site.texts("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = '"
                + schema + "." + table + "'::regclass");
    }

    private static List<Column> columns(Site site, String schema) {
        return site
                .texts("SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''"
                        + " AND attrelid = '" + schema + ".event'::regclass ORDER BY attnum")
                .stream()
                .map(text -> text.split(" ", 2))
                .map(parts -> new Column(parts[0], parts[1]))
                .toList();
    }

    /// What F6 would store in a column: a `Long`, a `UUID`, an `OffsetDateTime`, a text or a list of `UUID`.
    @Nullable
    Object value(Column column, Sample sample, long position) {
        var event = sample.event();
        return switch (column.name()) {
            case "position" -> position;
            case "id" -> event.id().value();
            case "created_at", "occurred_at" -> event.occurredAt().atOffset(ZoneOffset.UTC);
            case "object_ids" ->
                event.objects().stream().map(object -> object.value()).toList();
            case "event_type" -> event.type().name();
            case "event_version" -> event.version();
            case "event_kind" -> event.kind().name();
            case "source_id" -> event.source().id();
            case "source_type" -> event.source().type();
            case "event_reference" ->
                event.references().stream().map(id -> id.value()).toList();
            case "event_data" -> sample.json();
            default ->
                throw new BenchFailure(
                        "table event has a column %s: teach TableCopy what is in it".formatted(column.name()), null);
        };
    }

    /// One event; parameters: the columns in order.
    String insertOne() {
        return "INSERT INTO %s.event (%s) VALUES (%s)"
                .formatted(
                        schema,
                        names(),
                        columns.stream().map(column -> "?::" + column.type()).collect(Collectors.joining(", ")));
    }

    /// Any number of events in one statement; parameters: an array per column in order.
    String insertMany() {
        List<String> values = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        for (Column column : columns) {
            boolean asText = travelsAsText(column);
            values.add(column.name() + (asText ? "::" + column.type() : ""));
            arrays.add("?::" + (asText ? "text" : column.type()) + "[]");
        }
        return "INSERT INTO %s.event (%s) SELECT %s FROM unnest(%s) AS r (%s)"
                .formatted(schema, names(), String.join(", ", values), String.join(", ", arrays), names());
    }

    /// An array of arrays loses its inner bounds when it is unnested, and JSON has no binary form.
    boolean travelsAsText(Column column) {
        return column.isArray() || column.type().startsWith("json");
    }

    /// One event, for batches that the driver rewrites; parameters: the columns in order.
    String insertEvent() {
        return "INSERT INTO %s.event (%s) VALUES (%s)"
                .formatted(
                        schema,
                        names(),
                        columns.stream()
                                .map(column -> column.type().startsWith("json") ? "?::" + column.type() : "?")
                                .collect(Collectors.joining(", ")));
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
