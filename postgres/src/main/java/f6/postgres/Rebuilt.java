package f6.postgres;

import f6.eventstore.event.Position;
import java.util.List;

/// How a view compared with one made anew from the log.
///
/// @param upTo the position that both were made up to
/// @param differences of the live view from the new one, in words; empty when they are equal row by row, or when
/// the projection's version is another than the live view's, so that they need not be
/// @param replaced whether the new view took the place of the live one
public record Rebuilt(String projection, Position upTo, List<String> differences, boolean replaced) {
    public boolean isEqual() {
        return differences.isEmpty();
    }
}
