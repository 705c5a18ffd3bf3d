package f6.eventstore.model;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import java.util.Optional;

/// How commands are decided on: pure functions, without clock, input or chance. Whatever they need comes with the
/// command.
///
/// @param <C> commands
/// @param <S> the state that they are decided on; not changed once given
public interface Decider<C, S> {
    /// The events that a command is decided on, and no others: the command conflicts with what is recorded of
    /// these meanwhile, and with nothing else. It may span any number of objects.
    Query boundary(C command);

    /// Before the first event.
    S initial();

    /// The state after one more event of the boundary.
    S evolve(S state, StoredEvent event);

    /// What to record, or why not.
    Decision decide(C command, S state);

    /// How states are kept, so that a long history need not be folded each time; empty to fold it always.
    default Optional<SnapshotFormat<S>> snapshots() {
        return Optional.empty();
    }
}
