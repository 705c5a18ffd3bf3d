package f6.eventstore.store;

import f6.eventstore.event.StoredEvent;

/// A view of the log as a value: a pure fold, without clock, input or chance, so that it is the same each time.
///
/// @param <S> the state; not changed once given
public interface Projection<S> {
    /// The question that the view answers.
    String name();

    /// The events that change it.
    default Query query() {
        return Query.all();
    }

    /// Before the first event.
    S initial();

    /// The state after one more event.
    ///
    /// @throws Refusal when kept synchronously, to refuse the append
    S apply(S state, StoredEvent event);
}
