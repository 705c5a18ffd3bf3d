package f6.eventstore.event;

/// What kind of thing happened, in the words of the business: `Geboorte`, `EditionPublished`.
public record EventType(String name) {
    public static final int MAX_LENGTH = 200;

    public EventType {
        Texts.requireName("event type", name, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return name;
    }
}
