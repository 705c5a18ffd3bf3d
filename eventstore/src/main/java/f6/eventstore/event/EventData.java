package f6.eventstore.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an event says: a JSON object, as a tree of `String`, `Long`, `BigDecimal`, `Boolean`, `null`, `List`
/// and `Map`.
///
/// Two are equal when they say the same: the order of members does not count, nor how a number is written (`1`,
/// `1.0`, `1e0`). Numbers that are whole and fit are `Long`, all others `BigDecimal`.
public final class EventData {
    /// Deeper data is a mistake or an attack; readers may recurse this far without care.
    public static final int MAX_DEPTH = 64;
    /// In characters of names and values together: pages of several megabytes are published as they are, with what
    /// was made of them; larger things belong in a document store.
    public static final int MAX_SIZE = 10_000_000;
    /// Bounds the digits of a number, so that no arithmetic on it can run away.
    public static final int MAX_DIGITS = 100;

    public static final EventData EMPTY = new EventData(Map.of());

    private final Map<String, @Nullable Object> members;
    private final int size;

    /// @throws InvalidValue when the tree is too deep, too large, or holds what JSON or the database cannot: NaN,
    /// a NUL character, half a surrogate pair, another Java type. The message names the JSON Pointer.
    public EventData(Map<String, ? extends @Nullable Object> members) {
        DataBuilder builder = new DataBuilder();
        builder.members(members);
        EventData built = builder.build();
        this.members = built.members;
        this.size = built.size;
    }

    /// Of what a builder has checked.
    EventData(Map<String, @Nullable Object> members, int size) {
        this.members = members;
        this.size = size;
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
}
