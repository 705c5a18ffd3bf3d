package f6.eventstore.store;

import f6.eventstore.event.Position;
import java.time.Duration;
import java.util.stream.Stream;

/// A log for those who pass it on whole: events are read with their data unread, which is several times as fast.
///
/// Methods throw as those of [EventStore] do.
public interface RawLog {
    /// The position of the latest event, [Position#START] when there is none.
    Position head();

    /// The same events as [EventStore#read] gives, in the same order.
    Stream<RawEvent> readRaw(Query query, ReadOptions options);

    /// Waits until the log is known to have gone beyond a position.
    ///
    /// @return whether it has; false when the time was over first
    /// @throws InterruptedException when the waiting thread is interrupted
    boolean awaitBeyond(Position position, Duration atMost) throws InterruptedException;
}
