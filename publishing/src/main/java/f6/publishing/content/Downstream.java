package f6.publishing.content;

import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.publishing.command.Stock;
import f6.publishing.document.Edition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings what happened to the content stores: follows the log by a lane each for editors' work and for
/// work in bulk to each of the two stores, so that none of the four waits for another.
///
/// A lane presents what is known when it comes to present, not what an event says, under the position
/// that it is known at. So it may be done again after a failure, and lanes may come in any order: the
/// stores keep what is newest. A store that is away is tried again, less and less often, until it is
/// back.
public final class Downstream implements AutoCloseable {
    private final List<LaneRunner> runners = new ArrayList<>();

    /// @param shelves in step with the log: they know at least what was followed
    /// @param checkpoints by which it goes on after a restart
    public Downstream(
            EventStore log, Stock.Shelves shelves, ContentStore draft, ContentStore live, Checkpoints checkpoints) {
        for (Lane lane : Lane.values()) {
            for (Edition.ContentStore store : Edition.ContentStore.values()) {
                Delivery delivery = new Delivery(
                        store,
                        store == Edition.ContentStore.DRAFT ? draft : live,
                        shelves,
                        new Presented(Linking.NONE));
                runners.add(new LaneRunner(log, delivery, lane, checkpoints));
            }
        }
    }

    /// Begins where it ended last time. Another node may be doing the work; then this one waits until it
    /// ends.
    public Downstream start() {
        runners.forEach(LaneRunner::start);
        return this;
    }

    /// How a lane is doing.
    ///
    /// @param lane `live-high`, `live-low`, `draft-high`, `draft-low`
    /// @param presented up to here all was; absent while another node does the work
    /// @param failure why it waits to try again, if it does
    public record Status(String lane, Optional<Position> presented, Optional<String> failure) {}

    public List<Status> status() {
        return runners.stream().map(LaneRunner::status).toList();
    }

    /// Up to where a lane has presented all; absent while another node does the work.
    public Optional<Position> presented(Edition.ContentStore store, Lane lane) {
        String name = name(store, lane);
        return status().stream()
                .filter(status -> status.lane().equals(name))
                .findFirst()
                .flatMap(Status::presented);
    }

    /// As checkpoints call a lane.
    public static String name(Edition.ContentStore store, Lane lane) {
        return store.word() + "-" + lane.word();
    }

    /// Ends when what is being presented is.
    @Override
    public void close() {
        runners.forEach(LaneRunner::end);
        @Nullable RuntimeException failure = null;
        for (LaneRunner runner : runners) {
            try {
                runner.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
