package f6.eventstore.timeline;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.StoredEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Port: timelines in law that are kept beside the log, so that a point needs no fold and a search not one per
/// object. What is kept follows the log by itself, and is made anew when the folding changes.
public interface KeptTimelines {
    /// Objects in one answer of [#find].
    int MAX_FOUND = 1_000;

    /// The state of an object at a point.
    ///
    /// @return empty when it cannot be told from what is kept: fold then
    Optional<Kept> at(ObjectId object, MaterialTime material, KnownAt known);

    /// What was known of some objects from one formal moment up to another.
    ///
    /// @return empty when it cannot be told from what is kept: fold then
    Optional<Range> between(Collection<ObjectId> objects, Position before, KnownAt after);

    /// The events at these positions, in any order.
    List<StoredEvent> events(Collection<Position> positions);

    /// @param timelines of the objects, with the rectangles that were known at some moment between
    /// @param position the later moment
    record Range(Map<ObjectId, Timeline> timelines, Position position) {}

    /// @param state as folded
    /// @param position the formal position that it is of
    record Kept(Map<String, Object> state, Position position) {}

    /// Something that an attribute must be at the moment asked about.
    sealed interface Criterion {
        String attribute();

        /// Its value is this one, is a list that has it, or is an object that has at least these members, however
        /// deep: `{"adres": "…"}`.
        ///
        /// @param value as [EventData] has it; not null
        record Contains(String attribute, Object value) implements Criterion {}

        /// It has a value.
        record Present(String attribute) implements Criterion {}

        /// It has none.
        record Absent(String attribute) implements Criterion {}
    }

    /// The objects that meet all criteria, of which at least one is not [Criterion.Absent], in the order of their
    /// ids.
    ///
    /// @param after of the last object of the page before; empty for the first page
    /// @param limit at most [#MAX_FOUND]
    Found find(List<Criterion> criteria, MaterialTime material, KnownAt known, Optional<ObjectId> after, int limit);

    /// @param position the formal position that the answer is of: what came later is not in it yet
    record Found(List<ObjectId> objects, Position position) {}

    /// Keeps nothing: every question is answered by a fold, and what cannot be is refused.
    KeptTimelines NONE = new KeptTimelines() {
        @Override
        public Optional<Kept> at(ObjectId object, MaterialTime material, KnownAt known) {
            return Optional.empty();
        }

        @Override
        public Optional<Range> between(Collection<ObjectId> objects, Position before, KnownAt after) {
            return Optional.empty();
        }

        @Override
        public List<StoredEvent> events(Collection<Position> positions) {
            throw new IllegalStateException("nothing is kept here");
        }

        @Override
        public Found find(
                List<Criterion> criteria, MaterialTime material, KnownAt known, Optional<ObjectId> after, int limit) {
            throw new InvalidValue("nothing is kept here to search in");
        }
    };
}
