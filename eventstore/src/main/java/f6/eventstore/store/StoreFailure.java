package f6.eventstore.store;

/// Our fault, or the database's: the store could not do what was asked. An append that ends so may or may not have
/// been stored; append it again with the same ids to know.
public final class StoreFailure extends RuntimeException {
    public StoreFailure(String message) {
        super(message);
    }

    public StoreFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
