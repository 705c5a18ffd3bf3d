package f6.postgres;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.DataText;
import f6.eventstore.store.RawEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// Events in PostgreSQL's binary format (its source: `rowtypes.c`, `arrayfuncs.c`, `copyto.c`): written as the
/// composite type `event_row`, read as the output of `record_send(event)` or of `COPY … (FORMAT binary)`.
final class EventRows {
    /// The columns of `event`, in the order of the table.
    static final String COLUMNS = "position, created_at, occurred_at, id, source_id, object_ids, event_type,"
            + " event_version, event_kind, source_type, event_reference, event_data";

    /// Where in a written row its append's number is: behind the number of fields, the first field's type and
    /// length.
    static final int APPEND_NUMBER_AT = 12;

    /// Where it is in a copied row: behind the count of fields and its length.
    private static final int POSITION_AT = 6;
    /// Behind the position and two moments, two ids, and what an array begins with, each with its length.
    private static final int FIRST_OBJECT_AT = 2 + 3 * 12 + 2 * 20 + 4 + 20 + 4;

    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int JSON = 114;
    private static final int TIMESTAMPTZ = 1184;
    private static final int UUID_TYPE = 2950;
    private static final int UUID_ARRAY = 2951;
    private static final int WRITTEN_FIELDS = 11;
    /// 2000-01-01T00:00Z, where PostgreSQL counts microseconds from.
    private static final long EPOCH_SECONDS = 946_684_800;

    private static final long MICROS = 1_000_000;

    private EventRows() {}

    /// The event as an `event_row`, but for the length in front and the append's number, which is left 0.
    static byte[] write(Event event) {
        byte[] data = Json.write(event.data());
        byte[] type = utf8(event.type().name());
        byte[] version = utf8(event.version());
        byte[] kind = utf8(event.kind().name());
        byte[] sourceType = utf8(event.source().type());
        int lengths = 4
                + WRITTEN_FIELDS * 8
                + 4
                + 8
                + 2 * 16
                + uuidsLength(event.objects().size())
                + type.length
                + version.length
                + kind.length
                + sourceType.length
                + uuidsLength(event.references().size())
                + data.length;
        ByteBuffer row = ByteBuffer.allocate(lengths).putInt(WRITTEN_FIELDS);
        row.putInt(INT4).putInt(4).putInt(0);
        row.putInt(TIMESTAMPTZ).putInt(8).putLong(micros(event.occurredAt()));
        put(row, event.id().value());
        put(row, event.source().id());
        put(row, event.objects(), ObjectId::value);
        put(row, TEXT, type);
        put(row, TEXT, version);
        put(row, TEXT, kind);
        put(row, TEXT, sourceType);
        put(row, event.references(), EventId::value);
        put(row, JSON, data);
        return row.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer row, int type, byte[] value) {
        row.putInt(type).putInt(value.length).put(value);
    }

    private static void put(ByteBuffer row, UUID uuid) {
        row.putInt(UUID_TYPE).putInt(16);
        row.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static int uuidsLength(int count) {
        return count == 0 ? 12 : 20 + count * 20;
    }

    private static <T> void put(ByteBuffer row, List<T> ids, Function<T, UUID> value) {
        row.putInt(UUID_ARRAY).putInt(uuidsLength(ids.size()));
        row.putInt(ids.isEmpty() ? 0 : 1).putInt(0).putInt(UUID_TYPE);
        if (!ids.isEmpty()) {
            row.putInt(ids.size()).putInt(1);
        }
        for (T id : ids) {
            UUID uuid = value.apply(id);
            row.putInt(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        }
    }

    /// How to read a row.
    interface Decoding<T> {
        /// @param copied whether the row is one of a binary `COPY` of [#COLUMNS]; else `record_send(event)` wrote
        /// it
        T read(byte[] row, boolean copied);
    }

    /// Reads a row that `record_send(event)` wrote.
    static StoredEvent readRecord(byte[] row) {
        return read(row, false);
    }

    static StoredEvent read(byte[] row, boolean copied) {
        return reader(row, copied).event();
    }

    /// The same with the data unread.
    static RawEvent readRaw(byte[] row, boolean copied) {
        return reader(row, copied).raw();
    }

    /// The position alone, which is in front.
    static Position position(byte[] row, boolean copied) {
        Reader reader = reader(row, copied);
        reader.skipLength();
        return new Position(reader.row.getLong());
    }

    /// In front of the fields is their count, of another length; of a record each field has its type in front.
    private static Reader reader(byte[] row, boolean copied) {
        int count = copied ? Short.BYTES : Integer.BYTES;
        return new Reader(ByteBuffer.wrap(row, count, row.length - count), !copied);
    }

    /// The position of the event in such a row, which begins with its count of fields.
    static long positionOf(byte[] copied) {
        return ByteBuffer.wrap(copied).getLong(POSITION_AT);
    }

    /// The first object of the event in such a row.
    static ObjectId firstObjectOf(byte[] copied) {
        ByteBuffer row = ByteBuffer.wrap(copied);
        return new ObjectId(new UUID(row.getLong(FIRST_OBJECT_AT), row.getLong(FIRST_OBJECT_AT + 8)));
    }

    private record Reader(ByteBuffer row, boolean typed) {
        StoredEvent event() {
            RawEvent raw = raw();
            Event event = new Event(
                    raw.id(),
                    raw.type(),
                    raw.version(),
                    raw.kind(),
                    raw.occurredAt(),
                    raw.objects(),
                    raw.source(),
                    raw.references(),
                    raw.data().read(Json::read));
            return new StoredEvent(raw.position(), raw.createdAt(), event);
        }

        RawEvent raw() {
            skipLength();
            Position position = new Position(row.getLong());
            skipLength();
            Instant createdAt = instant(row.getLong());
            skipLength();
            Instant occurredAt = instant(row.getLong());
            skipLength();
            EventId id = new EventId(uuid());
            skipLength();
            UUID sourceId = uuid();
            List<ObjectId> objects = uuids(ObjectId::new);
            EventType type = Names.TYPES.get(row, length());
            String version = Names.TEXTS.get(row, length());
            EventKind kind = Names.KINDS.get(row, length());
            Source source = new Source(sourceId, Names.TEXTS.get(row, length()));
            List<EventId> references = uuids(EventId::new);
            int size = length();
            DataText data = new DataText(row.array(), row.arrayOffset() + row.position(), size);
            row.position(row.position() + size);
            return new RawEvent(
                    position, createdAt, occurredAt, id, type, version, kind, objects, source, references, data);
        }

        private void skipLength() {
            var _ = length();
        }

        private int length() {
            if (typed) {
                row.getInt();
            }
            return row.getInt();
        }

        private UUID uuid() {
            return new UUID(row.getLong(), row.getLong());
        }

        private <T> List<T> uuids(Function<UUID, T> make) {
            skipLength();
            boolean empty = row.getInt() == 0;
            row.position(row.position() + 8);
            if (empty) {
                return List.of();
            }
            int count = row.getInt();
            row.getInt();
            if (count == 1) {
                row.getInt();
                return List.of(make.apply(uuid()));
            }
            List<T> ids = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                row.getInt();
                ids.add(make.apply(uuid()));
            }
            return ids;
        }
    }

    private static long micros(Instant instant) {
        return (instant.getEpochSecond() - EPOCH_SECONDS) * MICROS + instant.getNano() / 1000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                EPOCH_SECONDS + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
    }
}
