package f6.eventstore.store;

/// Thrown by a synchronous projection to refuse an append; the caller of the append gets [AppendResult.Refused].
public final class Refusal extends RuntimeException {
    public Refusal(String reason) {
        super(reason);
    }

    /// Why, in words for a person.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
