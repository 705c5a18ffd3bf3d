package f6.zone.view;

import f6.eventstore.event.Event;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Change;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.Judgement;
import f6.eventstore.timeline.Validation;
import java.util.List;
import java.util.Optional;

/// What was done about an object, as a person would tell its history.
///
/// @param root the claim or fact that the event is, or is about
/// @param basis of a validation or correction: on what ground it works
/// @param standing how the event stands now
/// @param changes what became known otherwise of the object by it, in law
public record Deed(
        Act act, StoredEvent event, StoredEvent root, Optional<Basis> basis, Judgement standing, List<Change> changes) {
    public Deed {
        changes = List.copyOf(changes);
    }

    public enum Act {
        CLAIMED,
        REGISTERED,
        ACCEPTED,
        REJECTED,
        AMENDED,
        RETRACTED;

        static Act of(Event event) {
            return switch (event.kind()) {
                case CLAIM -> CLAIMED;
                case FACT -> REGISTERED;
                case VALIDATION ->
                    switch (Validation.of(event.data()).decision()) {
                        case ACCEPT -> ACCEPTED;
                        case REJECT -> REJECTED;
                    };
                case CORRECTION ->
                    switch (Correction.of(event.data()).action()) {
                        case AMEND -> AMENDED;
                        case RETRACT -> RETRACTED;
                    };
            };
        }
    }
}
