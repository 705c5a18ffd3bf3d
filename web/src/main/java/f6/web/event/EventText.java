package f6.web.event;

import f6.eventstore.event.EventId;
import f6.eventstore.event.ObjectId;
import f6.eventstore.store.RawEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// Events as JSON with the names of the wire, in UTF-8, each on one line: made straight from what the log holds,
/// without looking into the data. Grows until it is written out. For use by one thread.
public final class EventText {
    private static final int INITIAL = 1 << 14;
    /// Of the texts that come again and again (types, versions, sources); more are a sign that they do not.
    private static final int MAX_KNOWN = 1_000;

    private static final byte[] HEX = utf8("0123456789abcdef");
    private static final int UUID_LENGTH = 38;
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_INSTANT = 29;
    private static final int MICROS = 1_000_000;

    private static final byte[] POSITION = utf8("{\"position\":");
    private static final byte[] ID = utf8(",\"id\":");
    private static final byte[] CREATED_AT = utf8(",\"created_at\":");
    private static final byte[] OCCURRED_AT = utf8(",\"occurred_at\":");
    private static final byte[] OBJECT_IDS = utf8(",\"object_ids\":");
    private static final byte[] EVENT_TYPE = utf8(",\"event_type\":\"");
    private static final byte[] EVENT_VERSION = utf8("\",\"event_version\":\"");
    private static final byte[] EVENT_KIND = utf8("\",\"event_kind\":\"");
    private static final byte[] EVENT_SOURCE_ID = utf8("\",\"event_source_id\":");
    private static final byte[] EVENT_SOURCE_TYPE = utf8(",\"event_source_type\":\"");
    private static final byte[] EVENT_REFERENCE = utf8("\",\"event_reference\":");
    private static final byte[] EVENT_DATA = utf8(",\"event_data\":");

    private final Map<String, byte[]> known = new HashMap<>();
    private byte[] bytes = new byte[INITIAL];
    private int size;
    private long day = Long.MIN_VALUE;
    private byte[] dayText = {};

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// In bytes, of what is not written out.
    public int size() {
        return size;
    }

    /// Writes all out, and is empty again.
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    /// All of it, which stays.
    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /// The event as one JSON object.
    public void event(RawEvent event) {
        put(POSITION);
        number(event.position().value());
        put(ID);
        uuid(event.id().value());
        put(CREATED_AT);
        instant(event.createdAt());
        put(OCCURRED_AT);
        instant(event.occurredAt());
        put(OBJECT_IDS);
        uuids(event.objects(), ObjectId::value);
        put(EVENT_TYPE);
        words(event.type().name());
        put(EVENT_VERSION);
        words(event.version());
        put(EVENT_KIND);
        words(event.kind().name());
        put(EVENT_SOURCE_ID);
        uuid(event.source().id());
        put(EVENT_SOURCE_TYPE);
        words(event.source().type());
        put(EVENT_REFERENCE);
        uuids(event.references(), EventId::value);
        put(EVENT_DATA);
        int length = event.data().length();
        makeRoom(length + 1);
        event.data().copyTo(bytes, size);
        size += length;
        bytes[size++] = '}';
    }

    public void put(byte[] text) {
        makeRoom(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
    }

    public void put(char ascii) {
        makeRoom(1);
        bytes[size++] = (byte) ascii;
    }

    /// A line of text by itself.
    public void line(String text) {
        put(utf8(text));
        put('\n');
    }

    private void makeRoom(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }

    /// A text that comes again, as JSON has it between quotes.
    void words(String text) {
        byte[] escaped = known.get(text);
        if (escaped == null) {
            if (known.size() == MAX_KNOWN) {
                known.clear();
            }
            escaped = utf8(text.replace("\\", "\\\\").replace("\"", "\\\"")); // names have no control characters
            known.put(text, escaped);
        }
        put(escaped);
    }

    void number(long value) {
        makeRoom(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        digits(value, digits);
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int at = size + count - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    private <T> void uuids(List<T> ids, Function<T, UUID> value) {
        put('[');
        for (int i = 0; i < ids.size(); i++) {
            if (i > 0) {
                put(',');
            }
            uuid(value.apply(ids.get(i)));
        }
        put(']');
    }

    void uuid(UUID id) {
        makeRoom(UUID_LENGTH);
        bytes[size++] = '"';
        hex(id.getMostSignificantBits() >>> 32, 8);
        bytes[size++] = '-';
        hex(id.getMostSignificantBits() >>> 16, 4);
        bytes[size++] = '-';
        hex(id.getMostSignificantBits(), 4);
        bytes[size++] = '-';
        hex(id.getLeastSignificantBits() >>> 48, 4);
        bytes[size++] = '-';
        hex(id.getLeastSignificantBits(), 12);
        bytes[size++] = '"';
    }

    private void hex(long value, int count) {
        for (int shift = (count - 1) * 4; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    /// In UTC, to the microsecond, always with all digits: `2024-05-08T12:00:00.000000Z`.
    void instant(Instant instant) {
        long days = Math.floorDiv(instant.getEpochSecond(), 86_400);
        if (days != day) {
            day = days;
            dayText = utf8(LocalDate.ofInstant(instant, ZoneOffset.UTC).toString());
        }
        int second = (int) Math.floorMod(instant.getEpochSecond(), 86_400L);
        makeRoom(LONGEST_INSTANT);
        bytes[size++] = '"';
        put(dayText);
        bytes[size++] = 'T';
        digits(second / 3_600, 2);
        bytes[size++] = ':';
        digits(second / 60 % 60, 2);
        bytes[size++] = ':';
        digits(second % 60, 2);
        bytes[size++] = '.';
        digits(instant.getNano() / (1_000_000_000 / MICROS), 6);
        bytes[size++] = 'Z';
        bytes[size++] = '"';
    }
}
