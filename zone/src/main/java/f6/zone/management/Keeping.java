package f6.zone.management;

import f6.eventstore.timeline.KeptTimelines;
import f6.zone.definition.ZoneDefinition;

/// Port: where timelines are kept of the objects of one zone, as its definitions follow each other.
public interface Keeping {
    /// A zone that keeps none.
    Keeping NONE = (definition, folding) -> KeptTimelines.NONE;

    /// What is kept by the folding of a definition. The first time it may wait until all is made; later, while the
    /// zone runs, it returns at once: what is not made yet is told by no answer, so that questions are folded.
    ///
    /// @param folding names it; of two that follow each other under one name, what is kept is the same
    KeptTimelines by(ZoneDefinition definition, String folding);
}
