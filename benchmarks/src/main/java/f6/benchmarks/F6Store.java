package f6.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import f6.eventstore.event.Event;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.model.Snapshots;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.timeline.KeptTimelines;
import f6.postgres.PostgresEventStore;
import f6.postgres.PostgresTimelines;
import f6.postgres.Projections;
import f6.zone.definition.ZoneDefinition;
import f6.zone.view.Fold;
import java.util.List;
import javax.sql.DataSource;

/// F6 in one schema, through its port only.
final class F6Store implements AutoCloseable {
    private final HikariDataSource pool;
    private final PostgresEventStore store;
    private final String schema;

    private F6Store(HikariDataSource pool, String schema) {
        this.pool = pool;
        this.schema = schema;
        this.store = PostgresEventStore.open(pool, schema);
    }

    static F6Store open(Site site, String word) {
        return new F6Store(site.nodePool(), site.freshSchema(word));
    }

    /// Starts to keep the timelines of a zone whose log this is.
    KeptTimelines keep(ZoneDefinition definition) {
        return PostgresTimelines.start(
                store, pool, schema, definition, object -> new Fold(definition, object), definition.fingerprint());
    }

    /// The same, remembering none of what was asked for.
    KeptTimelines keepWithoutMemory(ZoneDefinition definition) {
        return PostgresTimelines.start(
                store, pool, schema, definition, object -> new Fold(definition, object), definition.fingerprint(), 0);
    }

    /// Another node on the same log: a store and a pool of its own.
    F6Store otherNode(Site site) {
        return new F6Store(site.nodePool(), schema);
    }

    /// The node's own connections.
    DataSource pool() {
        return pool;
    }

    Snapshots snapshots() {
        return store.snapshots();
    }

    Projections projections() {
        return store.projections();
    }

    EventStore store() {
        return store;
    }

    String schema() {
        return schema;
    }

    /// Appends one event under a condition that fails on any event about any of its objects after the position
    /// that the client knew, which is where its last append ended: as a command loop does that has its state at
    /// hand.
    Load.Client commandLoop() {
        Samples samples = new Samples();
        return new Load.Client() {
            private Position known = store.head();

            @Override
            public int call() {
                Event event = samples.next().event();
                AppendCondition condition = AppendCondition.noneMatchesAfter(Query.ofAnyObject(event.objects()), known);
                known = store.append(List.of(event), condition).orThrow().last();
                return 1;
            }
        };
    }

    /// Appends one event about a fresh object under a condition that fails on any event about it, ever.
    Load.Client firstOfItsObject() {
        Samples samples = new Samples();
        return () -> {
            Event event = samples.nextOnFreshObject().event();
            ObjectId object = event.objects().getFirst();
            var _ = store.append(List.of(event), AppendCondition.noneMatches(Query.ofObjects(object)))
                    .orThrow();
            return 1;
        };
    }

    @Override
    public void close() {
        try (pool) {
            store.close();
        }
    }
}
