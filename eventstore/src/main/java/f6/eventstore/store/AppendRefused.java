package f6.eventstore.store;

/// The caller's fault: an append was refused where the caller had no plan for it.
public final class AppendRefused extends RuntimeException {
    private final transient AppendResult result;

    AppendRefused(String message, AppendResult result) {
        super(message);
        this.result = result;
    }

    public AppendResult result() {
        return result;
    }
}
