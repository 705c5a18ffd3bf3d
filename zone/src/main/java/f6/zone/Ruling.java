package f6.zone;

import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.command.Commands;
import f6.zone.definition.ZoneDefinition;
import f6.zone.observe.ZoneObserver;
import f6.zone.view.Questions;
import java.time.Clock;

/// A definition, and what works by it and by no other.
record Ruling(ZoneDefinition definition, KeptTimelines kept, Questions questions, Commands commands) {
    static Ruling of(
            ZoneDefinition definition, EventStore store, Clock clock, KeptTimelines kept, ZoneObserver observer) {
        Questions questions = new Questions(definition, store, clock, kept, observer);
        return new Ruling(definition, kept, questions, new Commands(definition, store, clock, questions));
    }
}
