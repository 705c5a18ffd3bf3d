package f6.eventstore.timeline;

import java.util.List;

/// Why an attribute has its value at a point.
///
/// @param rectangle where the value holds, on both axes
/// @param chain the claim or fact that gave it, with all that was said of that by then, in the order of the log;
/// empty where nothing gave it
public record Explanation(Rectangle rectangle, List<Judgement> chain) {
    public Explanation {
        chain = List.copyOf(chain);
    }
}
