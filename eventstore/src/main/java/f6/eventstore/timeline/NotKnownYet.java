package f6.eventstore.timeline;

/// A question about what will be known at a formal moment that has not come.
public final class NotKnownYet extends RuntimeException {
    public NotKnownYet(String message) {
        super(message);
    }
}
