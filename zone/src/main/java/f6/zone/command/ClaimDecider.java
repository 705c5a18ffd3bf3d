package f6.zone.command;

import f6.eventstore.boundary.Boundary;
import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.Content;
import f6.zone.command.Command.RecordClaim;
import f6.zone.command.Commands.Decision;
import f6.zone.command.Outcome.Reason;
import f6.zone.command.Outcome.Refused;
import f6.zone.command.Outcome.Violation;
import f6.zone.definition.Authority;
import f6.zone.definition.EventDefinition;
import f6.zone.definition.ZoneDefinition;
import f6.zone.impact.Decisions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides on a claim: permission, then data, then rules.
record ClaimDecider(ZoneDefinition definition, EventStore store, Instant now) {
    Decision decide(Source source, RecordClaim claim) {
        EventDefinition type = definition.events().get(claim.type());
        if (type == null) {
            return Decision.no(
                    Reason.NOT_FOUND,
                    "zone %s has no event type '%.60s': use one of %s"
                            .formatted(
                                    definition.name(),
                                    claim.type(),
                                    String.join(", ", definition.events().keySet())));
        }
        Checks checks = new Checks(definition, now);
        if (!checks.mayDo(source, Authority::claim, type.type())) {
            return Decision.no(
                    Reason.FORBIDDEN, "a source of type '%s' may not claim %s".formatted(source.type(), type.type()));
        }
        String version = claim.version().orElse(type.version());
        if (!version.equals(type.version())) {
            return Decision.no(
                    Reason.INVALID,
                    "%s has no version '%.40s': use '%s'".formatted(type.type(), version, type.version()));
        }
        List<Violation> wrong = Checks.said(type, claim.data());
        if (!wrong.isEmpty()) {
            return new Decision.No(new Refused(
                    Reason.INVALID, "the data of this %s is not as it must be".formatted(type.type()), wrong));
        }
        return decide(source, claim, type, checks);
    }

    private Decision decide(Source source, RecordClaim claim, EventDefinition type, Checks checks) {
        List<Violation> dangling = claim.references().stream()
                .filter(reference -> store.find(reference).isEmpty())
                .map(reference -> new Violation("/references", "event %s does not exist".formatted(reference)))
                .toList();
        if (!dangling.isEmpty()) {
            return new Decision.No(new Refused(Reason.NOT_FOUND, "it refers to events that do not exist", dangling));
        }
        Set<ObjectId> objects = type.allObjects(claim.data());
        Boundary boundary = Boundary.latest(objects, store, definition);
        List<Violation> broken = checks.rules(type, claim.data(), source, boundary.history());
        if (!broken.isEmpty()) {
            return new Decision.No(new Refused(
                    Reason.RULE_BROKEN, "%s is against the rules of the zone".formatted(type.type()), broken));
        }
        Instant occurredAt = claim.occurredAt().orElse(now);
        EventData data = type.decision()
                .map(rule -> new Decisions(definition)
                        .withBasis(
                                type,
                                rule,
                                new Content(Optional.of(occurredAt), claim.data()),
                                boundary.history(),
                                boundary.position()))
                .orElse(claim.data());
        Event event = new Event(
                claim.id(),
                type.type(),
                type.version(),
                EventKind.CLAIM,
                occurredAt,
                List.copyOf(objects),
                source,
                claim.references(),
                data);
        return new Decision.Yes(event, boundary);
    }
}
