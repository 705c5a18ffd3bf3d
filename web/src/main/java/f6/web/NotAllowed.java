package f6.web;

/// The source of a request may not have what it asks for.
final class NotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAllowed(String message) {
        super(message);
    }
}
