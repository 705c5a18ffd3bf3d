package f6.eventstore.event;

/// The caller's fault: a value would be well formed, but there is more of it than may be.
public final class TooLarge extends InvalidValue {
    public TooLarge(String message) {
        super(message);
    }
}
