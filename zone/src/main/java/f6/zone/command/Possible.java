package f6.zone.command;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Admission;
import f6.eventstore.timeline.Basis;
import f6.eventstore.timeline.Correction;
import f6.eventstore.timeline.History;
import f6.eventstore.timeline.Judgement;
import f6.eventstore.timeline.Reading;
import f6.zone.definition.Authority;
import f6.zone.definition.ZoneDefinition;
import java.util.List;

/// What a source may do about an event now, such that it works at once: what would only be a proposal, waiting for
/// someone competent, is not counted. Whether the content passes the rules is not known before it is given.
///
/// @param head of the event's chain: what to name as seen
/// @param validate whether it waits, and the source is competent
/// @param amend whether the source may replace what it says
/// @param retract whether the source may take its force away
public record Possible(EventId head, boolean validate, boolean amend, boolean retract) {
    /// Of a longer chain nothing is said: who looks at many events at once must not wait for one of them.
    static final int MAX_CHAIN = 200;

    /// @param history in which the event stands, as it is now
    public static Possible of(ZoneDefinition definition, Source source, StoredEvent event, History history) {
        EventId head = history.head(event);
        List<StoredEvent> members = history.chain(event);
        Authority authority = definition.authorityOf(source);
        if (authority.onlyLooks() || members.size() > MAX_CHAIN) {
            return new Possible(head, false, false, false);
        }
        // All that is asked here rests on the chain alone.
        History chain = History.of(members, definition);
        EventType type = event.event().type();
        boolean waits = chain.judgement(event.id(), Position.END, Reading.LEGAL)
                .filter(Judgement::pending)
                .isPresent();
        boolean isJudged =
                event.event().kind() == EventKind.CLAIM || event.event().kind() == EventKind.CORRECTION;
        boolean corrects = authority.correct().covers(type);
        return new Possible(
                head,
                isJudged && waits && authority.validate().covers(type),
                works(chain.admitCorrection(event.id(), head, Correction.Action.AMEND, source, corrects)),
                works(chain.admitCorrection(event.id(), head, Correction.Action.RETRACT, source, corrects)));
    }

    private static boolean works(Admission admission) {
        return admission instanceof Admission.Admitted(Basis basis) && basis != Basis.NONE;
    }
}
