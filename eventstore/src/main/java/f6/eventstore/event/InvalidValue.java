package f6.eventstore.event;

/// The caller's fault: a value that cannot exist was asked for. The message says which value and what is wrong
/// with it.
public sealed class InvalidValue extends IllegalArgumentException permits TooLarge {
    public InvalidValue(String message) {
        super(message);
    }

    public static void require(boolean holds, String message) {
        if (!holds) {
            throw new InvalidValue(message);
        }
    }
}
