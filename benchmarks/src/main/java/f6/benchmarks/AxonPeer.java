package f6.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/// Axon Framework's JDBC engine on PostgreSQL: one event per transaction, appended to an aggregate under its next
/// sequence number, which a unique index checks. The engine is used without the bus and the unit of work above it.
final class AxonPeer implements Peer {
    static final int MOST_CONNECTIONS = 64;
    private static final String AGGREGATE = "Address";

    private final Site site;
    private final String schema;
    private final HikariDataSource pool;
    private final JdbcEventStorageEngine engine;

    AxonPeer(Site site) {
        this.site = site;
        this.schema = site.freshSchema("axon");
        this.pool = site.pool(schema, MOST_CONNECTIONS);
        this.engine = JdbcEventStorageEngine.builder()
                .connectionProvider(new DataSourceConnectionProvider(pool))
                .transactionManager(NoTransactionManager.INSTANCE)
                .eventSerializer(new ReadyMade())
                .snapshotSerializer(new ReadyMade())
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
    }

    @Override
    public String name() {
        return "Axon Framework 4 JDBC, one aggregate";
    }

    @Override
    public String product() {
        return "Axon Framework " + Products.version("axon") + ", JdbcEventStorageEngine";
    }

    @Override
    public Promise promise() {
        return Promise.ONE_AGGREGATE;
    }

    @Override
    public void fill(int events) {
        site.execute("""
                INSERT INTO %s.DomainEventEntry
                    (eventIdentifier, aggregateIdentifier, sequenceNumber, type, timeStamp, payloadType, payload, metaData)
                SELECT gen_random_uuid(), object, sequence, '%s', '2024-02-29T12:34:56.123456Z', 'json',
                    convert_to(%s, 'UTF8'), convert_to(%s, 'UTF8')
                FROM %s
                """.formatted(schema, AGGREGATE, Filling.DATA, Filling.ENVELOPE, Filling.rows(events)));
    }

    @Override
    public Run run(int clients, Span span) {
        return Load.run(_ -> new Client(), clients, span);
    }

    private final class Client implements Load.Client {
        private final Samples samples = new Samples();
        private final Map<String, Long> next = new HashMap<>();

        @Override
        public int call() {
            Sample sample = samples.next();
            String aggregate = sample.event().objects().getFirst().toString();
            long sequence = next.merge(aggregate, 1L, Long::sum) - 1;
            engine.appendEvents(new GenericDomainEventMessage<>(
                    AGGREGATE,
                    aggregate,
                    sequence,
                    sample.json(),
                    MetaData.with("envelope", sample.envelope()),
                    sample.event().id().toString(),
                    sample.event().occurredAt()));
            return 1;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /// Takes texts as they are: no serializer is faster.
    private static final class ReadyMade implements Serializer {
        @Override
        public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> expected) {
            String text = object instanceof MetaData metaData
                    ? String.valueOf(metaData.get("envelope"))
                    : String.valueOf(object);
            return new SimpleSerializedObject<>(
                    expected.cast(text.getBytes(StandardCharsets.UTF_8)), expected, "json", null);
        }

        @Override
        public <T> boolean canSerializeTo(Class<T> expected) {
            return expected == byte[].class;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as declared
        public <S, T> T deserialize(SerializedObject<S> serialized) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        @SuppressWarnings("rawtypes") // as declared
        public Class classForType(SerializedType type) {
            return String.class;
        }

        @Override
        @SuppressWarnings("rawtypes") // as declared
        public SerializedType typeForClass(@Nullable Class type) {
            return new SimpleSerializedType("json", null);
        }

        @Override
        public Converter getConverter() {
            throw new UnsupportedOperationException("nothing is converted");
        }
    }
}
