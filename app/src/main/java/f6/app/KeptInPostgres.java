package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.event.ObjectId;
import f6.eventstore.timeline.Folding;
import f6.eventstore.timeline.KeptTimelines;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.Succession;
import f6.zone.definition.ZoneDefinition;
import f6.zone.management.Keeping;
import f6.zone.view.Fold;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps the timelines of one zone beside its log, by one definition after the other.
final class KeptInPostgres implements Keeping, AutoCloseable {
    private final PostgresEventStore store;
    private final HikariDataSource database;
    private final String schema;
    private final Succession succession = new Succession();
    private @Nullable PostgresTimelines kept;

    KeptInPostgres(PostgresEventStore store, HikariDataSource database, String schema) {
        this.store = store;
        this.database = database;
        this.schema = schema;
    }

    @Override
    public synchronized KeptTimelines by(ZoneDefinition definition, String folding) {
        Function<ObjectId, Folding> fold = object -> new Fold(definition, object);
        PostgresTimelines next = kept == null
                ? PostgresTimelines.start(store, database, schema, definition, fold, folding)
                : kept.succeededBy(definition, fold, folding, succession);
        kept = next;
        return next;
    }

    @Override
    public void close() {
        succession.close();
    }
}
