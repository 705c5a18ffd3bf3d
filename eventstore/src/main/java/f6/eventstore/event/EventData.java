package f6.eventstore.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an event says: a JSON object, as a tree of `String`, `Long`, `BigDecimal`, `Boolean`, `null`, `List` and
/// `Map`.
///
/// Two are equal when they say the same: the order of members does not count, nor how a number is written (`1`,
/// `1.0`,
/// `1e0`). Numbers that are whole and fit are `Long`, all others `BigDecimal`.
public final class EventData {
    /// Deeper data is a mistake or an attack; readers may recurse this far without care.
    public static final int MAX_DEPTH = 64;
    /// In characters of names and values together; larger things belong in a document store.
    public static final int MAX_SIZE = 1_000_000;
    /// Bounds the digits of a number, so that no arithmetic on it can run away.
    public static final int MAX_DIGITS = 100;

    public static final EventData EMPTY = new EventData(Map.of());

    private final Map<String, @Nullable Object> members;
    private final int size;

    /// @throws InvalidValue when the tree is too deep, too large, or holds what JSON or the database cannot: NaN, a
    /// NUL character, half a surrogate pair, another Java type. The message names the JSON Pointer.
    public EventData(Map<String, ? extends @Nullable Object> members) {
        Copier copier = new Copier();
        this.members = copier.object(members, "", 1);
        this.size = (int) copier.size;
    }

    /// The tree; it cannot be changed.
    public Map<String, @Nullable Object> members() {
        return members;
    }

    /// In characters of names and values together, at most [#MAX_SIZE].
    public int size() {
        return size;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventData data && members.equals(data.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return members.toString();
    }

    private static final class Copier {
        private long size;

        private Map<String, @Nullable Object> object(Map<?, ?> source, String path, int depth) {
            requireDepth(path, depth);
            Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(source.size());
            source.forEach((name, value) -> {
                InvalidValue.require(name instanceof String, at(path) + "a member name is not a text");
                String key = text((String) name, path);
                copy.put(key, value(value, path + "/" + key.replace("~", "~0").replace("/", "~1"), depth + 1));
            });
            return Collections.unmodifiableMap(copy);
        }

        private List<@Nullable Object> list(List<?> source, String path, int depth) {
            requireDepth(path, depth);
            List<@Nullable Object> copy = new ArrayList<>(source.size());
            for (int i = 0; i < source.size(); i++) {
                copy.add(value(source.get(i), path + "/" + i, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }

        private @Nullable Object value(@Nullable Object value, String path, int depth) {
            grow(1, path);
            return switch (value) {
                case null -> null;
                case String text -> text(text, path);
                case Boolean truth -> truth;
                case Map<?, ?> object -> object(object, path, depth);
                case List<?> list -> list(list, path, depth);
                case Number number -> number(number, path);
                default ->
                    throw new InvalidValue(
                            at(path) + "not a JSON value: " + value.getClass().getSimpleName());
            };
        }

        private String text(String text, String path) {
            grow(text.length(), path);
            InvalidValue.require(text.indexOf('\0') < 0, at(path) + "a text holds a NUL character");
            InvalidValue.require(Texts.wellFormed(text), at(path) + "a text holds half a surrogate pair");
            return text;
        }

        private static Number number(Number number, String path) {
            return switch (number) {
                case Long whole -> whole;
                case Integer whole -> whole.longValue();
                case Short whole -> whole.longValue();
                case Byte whole -> whole.longValue();
                case Double real -> {
                    InvalidValue.require(Double.isFinite(real), at(path) + "not a finite number");
                    yield decimal(BigDecimal.valueOf(real), path);
                }
                case BigInteger whole -> decimal(new BigDecimal(whole), path);
                case BigDecimal decimal -> decimal(decimal, path);
                default ->
                    throw new InvalidValue(
                            at(path) + "not a JSON number: " + number.getClass().getSimpleName());
            };
        }

        private static Number decimal(BigDecimal number, String path) {
            BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            InvalidValue.require(
                    plain.precision() <= MAX_DIGITS && Math.abs((long) plain.scale()) <= MAX_DIGITS,
                    at(path) + "a number has more than " + MAX_DIGITS + " digits");
            boolean fits = plain.scale() <= 0
                    && plain.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                    && plain.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
            return fits ? (Number) plain.longValueExact() : plain;
        }

        private void grow(int by, String path) {
            size += by;
            InvalidValue.require(size <= MAX_SIZE, at(path) + "the data is larger than " + MAX_SIZE + " characters");
        }

        private static void requireDepth(String path, int depth) {
            InvalidValue.require(depth <= MAX_DEPTH, at(path) + "nested deeper than " + MAX_DEPTH + " levels");
        }

        private static String at(String path) {
            return path.isEmpty() ? "" : Texts.excerpt(path) + ": ";
        }
    }
}
