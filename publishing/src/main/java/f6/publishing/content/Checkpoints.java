package f6.publishing.content;

import f6.eventstore.event.Position;
import f6.eventstore.store.StoreFailure;
import java.util.Map;
import java.util.Optional;

/// How far each lane of each content store has come, kept beside the log. Methods throw [StoreFailure]
/// when they cannot be reached.
public interface Checkpoints {
    /// Takes a lane, if nobody else has it. A holder that dies loses it.
    Optional<Held> hold(String lane);

    /// How far the lanes are that were ever held.
    Map<String, Position> positions();

    /// A lane while it is held.
    interface Held extends AutoCloseable {
        /// Up to here all was presented; the start for a lane that is new.
        Position position();

        /// @throws StoreFailure when the lane may be another's by now
        void advance(Position to);

        @Override
        void close();
    }
}
