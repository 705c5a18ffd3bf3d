package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.memory.InMemoryEventStore;
import f6.zone.Zone;
import f6.zone.definition.ZoneDefinition;
import java.time.Clock;
import java.util.Optional;

/// Whether a zone could be served by a definition: its names may collide in GraphQL.
public final class Servable {
    private Servable() {}

    /// @return what is in the way
    public static Optional<String> objection(ZoneDefinition definition) {
        try {
            var _ = ZoneSchema.of(new Zone(definition, new InMemoryEventStore(), Clock.systemUTC()));
            return Optional.empty();
        } catch (InvalidValue e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
