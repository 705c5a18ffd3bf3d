package f6.postgres;

import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Short texts that come again and again (types, versions, kinds), made once for all rows that hold them.
final class Names<T> {
    static final Names<String> TEXTS = new Names<>(text -> text);
    static final Names<EventType> TYPES = new Names<>(EventType::new);
    static final Names<EventKind> KINDS = new Names<>(EventKind::valueOf);

    /// Enough for the types of a zone; what falls on another's place takes it.
    private static final int PLACES = 1024;

    private static final class Known<T> {
        final byte[] text;
        final T value;

        Known(byte[] text, T value) {
            this.text = text;
            this.value = value;
        }
    }

    private final Function<String, T> make;
    // Read and written without a lock: each entry is immutable, and who misses one makes it anew.
    private final @Nullable Known<T>[] known;

    @SuppressWarnings("unchecked") // of an array of records
    private Names(Function<String, T> make) {
        this.make = make;
        this.known = (Known<T>[]) new Known<?>[PLACES];
    }

    /// What the next bytes of the buffer name; moves behind them.
    T get(ByteBuffer buffer, int length) {
        byte[] bytes = buffer.array();
        int from = buffer.arrayOffset() + buffer.position();
        buffer.position(buffer.position() + length);
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        Known<T> found = known[place];
        if (found != null && Arrays.equals(found.text, 0, found.text.length, bytes, from, from + length)) {
            return found.value;
        }
        T value = make.apply(new String(bytes, from, length, StandardCharsets.UTF_8));
        known[place] = new Known<>(Arrays.copyOfRange(bytes, from, from + length), value);
        return value;
    }
}
