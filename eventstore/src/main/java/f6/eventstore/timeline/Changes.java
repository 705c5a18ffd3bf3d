package f6.eventstore.timeline;

import java.util.ArrayList;
import java.util.List;

/// Compares an attribute's values along the material axis, as known at two formal moments.
final class Changes {
    private Changes() {}

    /// @param before in order, disjoint, covering the axis or parts of it
    /// @param after the same, covering the same
    static List<Change> between(List<Rectangle> before, List<Rectangle> after) {
        List<Change> changes = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < before.size() && right < after.size()) {
            Rectangle old = before.get(left);
            Rectangle now = after.get(right);
            MaterialTime from = old.from().compareTo(now.from()) > 0 ? old.from() : now.from();
            MaterialTime until = old.until().compareTo(now.until()) < 0 ? old.until() : now.until();
            if (!old.value().equals(now.value())) {
                add(changes, new Change(now.attribute(), from, until, old.value(), now.value(), now.cause()));
            }
            left += old.until().equals(until) ? 1 : 0;
            right += now.until().equals(until) ? 1 : 0;
        }
        return changes;
    }

    /// Joined with the one before it, if it is the same change.
    private static void add(List<Change> changes, Change next) {
        Change last = changes.isEmpty() ? null : changes.getLast();
        if (last != null
                && last.until().equals(next.from())
                && last.before().equals(next.before())
                && last.after().equals(next.after())
                && last.cause().equals(next.cause())) {
            changes.set(
                    changes.size() - 1,
                    new Change(next.attribute(), last.from(), next.until(), next.before(), next.after(), next.cause()));
        } else {
            changes.add(next);
        }
    }
}
