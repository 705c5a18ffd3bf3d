package f6.eventstore.model;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.TypeVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads the data of events of every version that the log holds: a decoder for the version of today, and upcasters
/// that bring older data up to it, step by step. The log stays as it was written.
///
/// @param <E> what decoders give: an application's own events
public final class Evolution<E> {
    private final Map<TypeVersion, Function<StoredEvent, E>> decoders;
    private final Map<TypeVersion, Step> steps;

    private record Step(TypeVersion to, UnaryOperator<EventData> change) {}

    private Evolution(Map<TypeVersion, Function<StoredEvent, E>> decoders, Map<TypeVersion, Step> steps) {
        this.decoders = Map.copyOf(decoders);
        this.steps = Map.copyOf(steps);
    }

    public static <E> Builder<E> builder() {
        return new Builder<>();
    }

    public static final class Builder<E> {
        private final Map<TypeVersion, Function<StoredEvent, E>> decoders = new HashMap<>();
        private final Map<TypeVersion, Step> steps = new HashMap<>();

        private Builder() {}

        /// Decodes events of a type and version. Of an older one it gets the data as brought up to this version.
        ///
        /// @throws InvalidValue when there is one for it
        public Builder<E> decoder(String type, String version, Function<StoredEvent, E> decode) {
            TypeVersion of = new TypeVersion(new EventType(type), version);
            InvalidValue.require(decoders.put(of, decode) == null, "two decoders for " + of);
            return this;
        }

        /// Brings data from one version to a later one.
        ///
        /// @throws InvalidValue when there is one from this version
        public Builder<E> upcaster(String type, String from, String to, UnaryOperator<EventData> change) {
            TypeVersion of = new TypeVersion(new EventType(type), from);
            Step step = new Step(new TypeVersion(of.type(), to), change);
            InvalidValue.require(steps.put(of, step) == null, "two upcasters from " + of);
            return this;
        }

        /// @throws InvalidValue naming every upcaster whose chain ends without a decoder, or goes round
        public Evolution<E> build() {
            Evolution<E> evolution = new Evolution<>(decoders, steps);
            List<String> broken = steps.keySet().stream()
                    .filter(from -> evolution.target(from).isEmpty())
                    .map(from -> "the upcasters from %s lead to no decoder".formatted(from))
                    .sorted()
                    .toList();
            InvalidValue.require(broken.isEmpty(), String.join("; ", broken));
            return evolution;
        }
    }

    /// The version that a chain of upcasters ends with, if that has a decoder.
    private Optional<TypeVersion> target(TypeVersion from) {
        Set<TypeVersion> passed = new HashSet<>();
        TypeVersion at = from;
        while (!decoders.containsKey(at)) {
            Step step = steps.get(at);
            if (step == null || !passed.add(at)) {
                return Optional.empty();
            }
            at = step.to();
        }
        return Optional.of(at);
    }

    /// What cannot be read: types and versions in the log that no chain of upcasters brings to a decoder, among
    /// the types that have a decoder at all. Check it at start-up.
    public List<TypeVersion> missing(Set<TypeVersion> inLog) {
        Set<EventType> ours = new HashSet<>();
        decoders.keySet().forEach(known -> ours.add(known.type()));
        return inLog.stream()
                .filter(stored -> ours.contains(stored.type()))
                .filter(stored -> target(stored).isEmpty())
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    /// For a start-up that must not go on.
    ///
    /// @throws InvalidValue listing all that is missing
    public void requireComplete(EventStore store) {
        List<TypeVersion> missing = missing(store.versions());
        InvalidValue.require(
                missing.isEmpty(), "no decoder and no upcaster for what the log holds: %s".formatted(missing));
    }

    /// An event as read.
    public sealed interface Decoded<E> {
        record Known<E>(E event, StoredEvent stored) implements Decoded<E> {}

        /// Of a type or version without a decoder: as it was stored.
        record Raw<E>(StoredEvent stored) implements Decoded<E> {}
    }

    /// @throws InvalidValue when an upcaster gives data that cannot be
    public Decoded<E> decode(StoredEvent stored) {
        StoredEvent at = stored;
        Set<TypeVersion> passed = new HashSet<>();
        while (true) {
            TypeVersion version = new TypeVersion(at.event().type(), at.event().version());
            Function<StoredEvent, E> decode = decoders.get(version);
            if (decode != null) {
                return new Decoded.Known<>(decode.apply(at), stored);
            }
            Step step = steps.get(version);
            if (step == null || !passed.add(version)) {
                return new Decoded.Raw<>(stored);
            }
            at = raise(at, step);
        }
    }

    private static StoredEvent raise(StoredEvent stored, Step step) {
        Event old = stored.event();
        @Nullable EventData data = step.change().apply(old.data());
        InvalidValue.require(data != null, "the upcaster to %s gives nothing".formatted(step.to()));
        Event raised = new Event(
                old.id(),
                old.type(),
                step.to().version(),
                old.kind(),
                old.occurredAt(),
                old.objects(),
                old.source(),
                old.references(),
                data);
        return new StoredEvent(stored.position(), stored.createdAt(), raised);
    }
}
