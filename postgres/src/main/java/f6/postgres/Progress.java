package f6.postgres;

/// Is told how far long work is.
@FunctionalInterface
public interface Progress {
    Progress NONE = (_, _, _) -> {};

    /// @param what is being done, in a few words
    void at(String what, long done, long of);

    /// A check is made; told at once, while others are to come.
    default void checked(Check check) {}
}
