package f6.eventstore.timeline;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What some chains come to.
///
/// @param entries of those that count, latest first
/// @param anomalies by the position of the event that cannot be read or dated, latest first
record Standing(List<Entry> entries, Map<Position, String> anomalies) {
    /// @param chains in the order of the log, each whole up to some position
    static Standing of(List<StoredEvent> chains, Dating dating, Reading reading) {
        Map<EventId, Judgement> judged = Force.judge(chains, dating, reading);
        Map<EventId, Judgement> legal = reading == Reading.LEGAL ? judged : Force.judge(chains, dating, Reading.LEGAL);
        List<Entry> entries = new ArrayList<>();
        Map<Position, String> anomalies = new LinkedHashMap<>();
        for (Judgement judgement : judged.values()) {
            StoredEvent stored = judgement.stored();
            judgement.anomaly().ifPresent(why -> anomalies.put(stored.position(), why));
            if (!judgement.inForce() || Force.hasTarget(stored.event())) {
                continue;
            }
            try {
                boolean pending = !sameInLaw(judgement, legal.get(stored.id()));
                entries.add(new Entry(stored, judgement.content(), since(judgement, dating), pending));
            } catch (InvalidValue e) {
                anomalies.put(
                        stored.position(),
                        "%s %s has no date: %s".formatted(stored.event().type(), stored.id(), e.getMessage()));
            }
        }
        return new Standing(entries, anomalies);
    }

    private static boolean sameInLaw(Judgement judgement, @Nullable Judgement legal) {
        return legal != null
                && legal.inForce()
                && legal.content().equals(judgement.content())
                && legal.effectiveFrom().equals(judgement.effectiveFrom());
    }

    private static MaterialTime since(Judgement judgement, Dating dating) {
        Event event = judgement.stored().event();
        return judgement
                .effectiveFrom()
                .or(() -> dating.dataDate(event, judgement.content())
                        .map(date -> MaterialTime.startOf(date, dating.timeZone())))
                .orElseGet(
                        () -> new MaterialTime(judgement.content().occurredAt().orElse(event.occurredAt())));
    }

    /// Of one chain.
    Optional<Entry> entry() {
        return entries.stream().findFirst();
    }
}
