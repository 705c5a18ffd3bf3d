package f6.zone.subscription;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/// That a source wants to be told of events.
///
/// @param id of this one: another of the same name later has another
/// @param name in its zone, as in its address
/// @param owner the source that made it
/// @param start what it is told of comes after this position
public record Subscription(
        UUID id, String name, Source owner, Filter filter, Delivery delivery, Position start, Instant createdAt) {
    public static final int MAX_NAME_LENGTH = 100;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public Subscription {
        requireName(name);
    }

    static void requireName(String name) {
        InvalidValue.require(
                name.length() <= MAX_NAME_LENGTH && NAME.matcher(name).matches(),
                "a name is lower-case words of letters and digits joined by '-', at most %d characters"
                        .formatted(MAX_NAME_LENGTH));
    }

    Subscription with(Filter other) {
        return new Subscription(id, name, owner, other, delivery, start, createdAt);
    }

    Subscription with(Delivery other) {
        return new Subscription(id, name, owner, filter, other, start, createdAt);
    }
}
