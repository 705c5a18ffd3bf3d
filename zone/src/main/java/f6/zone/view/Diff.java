package f6.zone.view;

import f6.eventstore.event.Position;
import java.util.List;

/// What is known at one formal moment otherwise than at another.
///
/// @param before exclusive: up to and including it, everything was known before
/// @param after up to and including it, everything is known after
/// @param objects those of which something is known otherwise, in the order in which the log came to them
public record Diff(Position before, Position after, List<ObjectChanges> objects) {
    public Diff {
        objects = List.copyOf(objects);
    }
}
