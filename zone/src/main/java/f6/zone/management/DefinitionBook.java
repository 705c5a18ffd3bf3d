package f6.zone.management;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the management log says of one zone, up to a position.
///
/// @param position in the management log, up to and including which it was read
/// @param proposals in the order in which they came
/// @param activations the same
/// @param ruled the ids of the definitions that a roll-back goes back through, the ruling one last
public record DefinitionBook(
        Position position, List<Proposal> proposals, List<Activation> activations, List<EventId> ruled) {
    static final DefinitionBook EMPTY = new DefinitionBook(Position.START, List.of(), List.of(), List.of());

    public DefinitionBook {
        proposals = List.copyOf(proposals);
        activations = List.copyOf(activations);
        ruled = List.copyOf(ruled);
    }

    DefinitionBook with(Position at, Proposal proposal) {
        return new DefinitionBook(at, and(proposals, proposal), activations, ruled);
    }

    DefinitionBook with(Activation activation) {
        List<EventId> next = activation.rollback() && ruled.size() > 1
                ? ruled.subList(0, ruled.size() - 1)
                : and(ruled, activation.definition());
        return new DefinitionBook(activation.position(), proposals, and(activations, activation), next);
    }

    private static <T> List<T> and(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }

    public Optional<Proposal> find(EventId id) {
        return proposals.stream().filter(proposal -> proposal.id().equals(id)).findFirst();
    }

    Optional<Proposal> byDigest(String digest) {
        return proposals.stream()
                .filter(proposal -> proposal.digest().equals(digest))
                .findFirst();
    }

    /// The latest activation: of the definition that rules.
    public Optional<Activation> active() {
        return activations.isEmpty() ? Optional.empty() : Optional.of(activations.getLast());
    }

    /// The definition that ruled before the one that rules, which a roll-back brings back. After a roll-back it is
    /// the one before that: who rolls back twice goes back two steps.
    public Optional<EventId> before() {
        return ruled.size() < 2 ? Optional.empty() : Optional.of(ruled.get(ruled.size() - 2));
    }

    /// Names what is kept of states: since when definitions rule that fold alike. States that were kept under an
    /// earlier reign of the same folding have gaps.
    String folding(String fingerprint) {
        Position since = Position.START;
        String same = active().map(Activation::fingerprint).orElse("");
        for (Activation activation : activations.reversed()) {
            if (!activation.fingerprint().equals(same)) {
                break;
            }
            since = activation.position();
        }
        return fingerprint + "@" + since;
    }
}
