package f6.eventstore.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds [EventData] piece by piece, in the order of its text: for those who parse. Begins within the outermost
/// object.
///
/// Its methods throw [InvalidValue] for what event data cannot hold; the message names the JSON Pointer.
public final class DataBuilder {
    /// The containers that are open, from the outermost: each a `Map` or a `List`.
    private final Object[] open = new Object[EventData.MAX_DEPTH + 1];

    /// The name that the next value gets, for each open container that is a map.
    private final String[] names = new String[EventData.MAX_DEPTH + 1];

    private int depth = 1;
    private long size;

    public DataBuilder() {
        open[1] = new LinkedHashMap<String, @Nullable Object>();
    }

    /// Names the next value; of two with the same name the last counts.
    public void name(String name) {
        names[depth] = text(name);
    }

    /// A text, a number, a truth value or null.
    public void value(@Nullable Object value) {
        grow(1);
        put(
                switch (value) {
                    case null -> null;
                    case String text -> text(text);
                    case Boolean truth -> truth;
                    case Number number -> number(number);
                    default ->
                        throw wrong("not a JSON value: " + value.getClass().getSimpleName());
                });
    }

    public void beginObject() {
        begin(new LinkedHashMap<String, @Nullable Object>());
    }

    public void beginList() {
        begin(new ArrayList<@Nullable Object>());
    }

    private void begin(Object container) {
        grow(1);
        if (depth == EventData.MAX_DEPTH) {
            throw wrong("nested deeper than " + EventData.MAX_DEPTH + " levels");
        }
        open[++depth] = container;
    }

    /// Ends the object or list that was begun last.
    public void end() {
        Object ended = open[depth--];
        put(
                ended instanceof Map<?, ?> map
                        ? Collections.unmodifiableMap(map)
                        : Collections.unmodifiableList((List<?>) ended));
    }

    public EventData build() {
        return new EventData(Collections.unmodifiableMap(map(open[1])), (int) size);
    }

    @SuppressWarnings("unchecked") // they are made here
    private static Map<String, @Nullable Object> map(Object container) {
        return (Map<String, @Nullable Object>) container;
    }

    @SuppressWarnings("unchecked") // the same
    private void put(@Nullable Object value) {
        if (open[depth] instanceof List<?> list) {
            ((List<@Nullable Object>) list).add(value);
        } else {
            map(open[depth]).put(names[depth], value);
        }
    }

    /// All of a tree of maps, lists and values.
    void members(Map<?, ?> members) {
        members.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw wrong("a member name is not a text");
            }
            name(text);
            tree(value);
        });
    }

    private void tree(@Nullable Object value) {
        switch (value) {
            case Map<?, ?> object -> {
                beginObject();
                members(object);
                end();
            }
            case List<?> list -> {
                beginList();
                list.forEach(this::tree);
                end();
            }
            case null, default -> value(value);
        }
    }

    private String text(String text) {
        grow(text.length());
        if (text.indexOf('\0') >= 0) {
            throw wrong("a text holds a NUL character");
        }
        if (!Texts.wellFormed(text)) {
            throw wrong("a text holds half a surrogate pair");
        }
        return text;
    }

    private Number number(Number number) {
        return switch (number) {
            case Long whole -> whole;
            case Integer whole -> whole.longValue();
            case Short whole -> whole.longValue();
            case Byte whole -> whole.longValue();
            case Double real when Double.isFinite(real) -> decimal(BigDecimal.valueOf(real));
            case Double _ -> throw wrong("not a finite number");
            case BigInteger whole -> decimal(new BigDecimal(whole));
            case BigDecimal decimal -> decimal(decimal);
            default -> throw wrong("not a JSON number: " + number.getClass().getSimpleName());
        };
    }

    private Number decimal(BigDecimal number) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (plain.precision() > EventData.MAX_DIGITS || Math.abs((long) plain.scale()) > EventData.MAX_DIGITS) {
            throw wrong("a number has more than " + EventData.MAX_DIGITS + " digits");
        }
        boolean fits = plain.scale() <= 0
                && plain.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && plain.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
        return fits ? (Number) plain.longValueExact() : plain;
    }

    private void grow(int by) {
        size += by;
        if (size > EventData.MAX_SIZE) {
            throw new TooLarge(at("the data is larger than " + EventData.MAX_SIZE + " characters"));
        }
    }

    private InvalidValue wrong(String what) {
        return new InvalidValue(at(what));
    }

    /// What is wrong, behind the place where it is.
    private String at(String what) {
        StringBuilder path = new StringBuilder();
        for (int level = 1; level <= depth; level++) {
            if (open[level] instanceof List<?> list) {
                path.append('/').append(list.size());
            } else if (names[level] != null) {
                path.append('/').append(names[level].replace("~", "~0").replace("/", "~1"));
            }
        }
        return (path.isEmpty() ? "" : Texts.excerpt(path.toString()) + ": ") + what;
    }
}
