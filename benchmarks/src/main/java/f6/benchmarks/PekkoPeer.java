package f6.benchmarks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;

/// Pekko Persistence with its JDBC journal on PostgreSQL: each client has a persistent actor, which stores an
/// event under its next sequence number and answers when the journal has confirmed it. The journal gathers the
/// writes of all actors in batches, as it does by default. One writer per actor is what it relies on; a unique
/// index checks it.
final class PekkoPeer implements Peer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 20;
    /// The id of Pekko's serializer of byte arrays.
    private static final int BYTES_SERIALIZER = 4;

    private final Site site;
    private final String schema;
    private final ActorSystem system;

    PekkoPeer(Site site) {
        this.site = site;
        this.schema = site.freshSchema("pekko");
        site.execute(tables().replace("public.", schema + ".").split(";"));
        this.system = ActorSystem.create("bench", config(site, schema));
    }

    /// As the plugin ships them.
    private static String tables() {
        try (InputStream file = PekkoPeer.class.getResourceAsStream("/schema/postgres/postgres-create-schema.sql")) {
            if (file == null) {
                throw new BenchFailure("pekko-persistence-jdbc has no schema for PostgreSQL", null);
            }
            String sql = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return sql.replace("REFERENCES event_journal", "REFERENCES public.event_journal")
                    .strip();
        } catch (IOException e) {
            throw new BenchFailure("cannot read the schema of pekko-persistence-jdbc", e);
        }
    }

    private static Config config(Site site, String schema) {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("pekko.loglevel", "OFF"),
                Map.entry("pekko.stdout-loglevel", "OFF"),
                Map.entry("pekko.jvm-shutdown-hooks", false),
                Map.entry("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false),
                Map.entry("pekko.persistence.journal.plugin", "jdbc-journal"),
                Map.entry("pekko.persistence.snapshot-store.plugin", "pekko.persistence.no-snapshot-store"),
                Map.entry("jdbc-journal.slick.profile", "slick.jdbc.PostgresProfile$"),
                Map.entry("jdbc-journal.slick.db.driver", "org.postgresql.Driver"),
                Map.entry("jdbc-journal.slick.db.url", site.jdbcUrl(schema) + "&reWriteBatchedInserts=true"),
                Map.entry("jdbc-journal.slick.db.user", site.user()),
                Map.entry("jdbc-journal.slick.db.password", site.password()),
                Map.entry("jdbc-journal.slick.db.numThreads", CONNECTIONS),
                Map.entry("jdbc-journal.slick.db.maxConnections", CONNECTIONS),
                Map.entry("jdbc-journal.slick.db.minConnections", CONNECTIONS));
        return ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load());
    }

    @Override
    public String name() {
        return "Pekko Persistence JDBC, one actor";
    }

    @Override
    public String product() {
        return "Pekko Persistence JDBC " + Products.version("pekko");
    }

    @Override
    public Promise promise() {
        return Promise.ONE_AGGREGATE;
    }

    @Override
    public void fill(int events) {
        site.execute("""
                INSERT INTO %s.event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                    event_ser_id, event_ser_manifest, event_payload)
                SELECT 'address-' || object, sequence + 1, gen_random_uuid(), 0, '', %d, '',
                    convert_to('{"envelope":' || %s || ',"data":' || %s || '}', 'UTF8')
                FROM %s
                """.formatted(schema, BYTES_SERIALIZER, Filling.ENVELOPE, Filling.DATA, Filling.rows(events)));
    }

    @Override
    public Run run(int clients, Span span) {
        return Load.run(_ -> new Client(), clients, span);
    }

    @Override
    public void close() {
        system.terminate();
        try {
            var _ = system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("Pekko could not stop: " + e.getMessage(), e);
        }
    }

    private record Store(String event, CompletableFuture<Integer> stored) {}

    private final class Client implements Load.Client {
        private final Samples samples = new Samples();
        private final ActorRef actor =
                system.actorOf(Props.create(Address.class, () -> new Address("address-" + UUID.randomUUID())));

        @Override
        public int call() {
            Sample sample = samples.next();
            String text = "{\"envelope\":" + sample.envelope() + ",\"data\":" + sample.json() + "}";
            Store store = new Store(text, new CompletableFuture<>());
            actor.tell(store, ActorRef.noSender());
            try {
                return store.stored().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("interrupted", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new BenchFailure("Pekko did not confirm an event in " + PATIENCE.toSeconds() + " s", e);
            }
        }

        @Override
        public void close() {
            actor.tell(PoisonPill.getInstance(), ActorRef.noSender());
        }
    }

    /// Remembers nothing: only storing is measured.
    private static final class Address extends AbstractPersistentActor {
        private final String persistenceId;

        Address(String persistenceId) {
            this.persistenceId = persistenceId;
        }

        @Override
        public String persistenceId() {
            return persistenceId;
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder().matchAny(_ -> {}).build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            Store.class,
                            store -> persist(
                                    store.event().getBytes(StandardCharsets.UTF_8),
                                    _ -> store.stored().complete(1)))
                    .build();
        }
    }
}
