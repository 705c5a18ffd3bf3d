package f6.publishing.content;

import f6.eventstore.event.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checkpoints in memory.
public final class InMemoryCheckpoints implements Checkpoints {
    private final Map<String, Position> positions = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    @Override
    public synchronized Optional<Held> hold(String lane) {
        return held.add(lane) ? Optional.of(new Hold(lane)) : Optional.empty();
    }

    @Override
    public synchronized Map<String, Position> positions() {
        return Map.copyOf(positions);
    }

    private final class Hold implements Held {
        private final String lane;

        Hold(String lane) {
            this.lane = lane;
        }

        @Override
        public Position position() {
            synchronized (InMemoryCheckpoints.this) {
                return positions.getOrDefault(lane, Position.START);
            }
        }

        @Override
        public void advance(Position to) {
            synchronized (InMemoryCheckpoints.this) {
                positions.put(lane, to);
            }
        }

        @Override
        public void close() {
            synchronized (InMemoryCheckpoints.this) {
                held.remove(lane);
            }
        }
    }
}
