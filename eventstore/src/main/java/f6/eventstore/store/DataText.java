package f6.eventstore.store;

/// Event data as the text of one JSON object, in UTF-8 and without line breaks.
public final class DataText {
    private final byte[] bytes;
    private final int from;
    private final int length;

    /// For adapters.
    ///
    /// @param bytes not copied; must not change any more
    public DataText(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
    }

    /// In bytes.
    public int length() {
        return length;
    }

    /// What reads it where it lies.
    @FunctionalInterface
    public interface Reading<T> {
        T of(byte[] bytes, int from, int length);
    }

    public <T> T read(Reading<T> reading) {
        return reading.of(bytes, from, length);
    }

    /// Copies all of it.
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, from, target, at, length);
    }
}
