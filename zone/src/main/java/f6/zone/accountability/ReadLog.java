package f6.zone.accountability;

import f6.eventstore.store.StoreFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Who read of whom. Only added to.
public interface ReadLog {
    /// A page of records; more are read page by page.
    int MAX_PAGE = 1_000;

    /// Durable when it returns: only then may what was read be told.
    ///
    /// @throws StoreFailure when it is not known to be
    void write(List<ReadRecord> records);

    /// Of a zone, newest first.
    ///
    /// @param subject the pseudonym of an object
    /// @param source the id of who asked
    /// @param before exclusive; empty: from the newest on
    List<Stored> reads(String zone, Optional<String> subject, Optional<UUID> source, OptionalLong before, int limit);

    /// @param id counted up from 1, in the order in which records became durable
    record Stored(long id, ReadRecord read) {}
}
