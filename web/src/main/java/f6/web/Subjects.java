package f6.web;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.timeline.Judgement;
import f6.zone.command.Preview;
import f6.zone.impact.Reliance;
import f6.zone.view.Deed;
import f6.zone.view.Diff;
import f6.zone.view.ObjectChanges;
import f6.zone.view.ViewExplanation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The objects that an answer tells of.
final class Subjects {
    private Subjects() {}

    static Set<ObjectId> of(Diff diff) {
        return set(diff.objects().stream().map(ObjectChanges::object));
    }

    static Set<ObjectId> of(Preview.Foreseen foreseen) {
        return set(Stream.concat(
                foreseen.changes().stream().map(ObjectChanges::object), ofReliance(foreseen.impact()).stream()));
    }

    static Set<ObjectId> of(ObjectId asked, ViewExplanation explained) {
        return set(Stream.concat(
                Stream.of(asked),
                explained.explanation().chain().stream().map(Judgement::stored).flatMap(Subjects::named)));
    }

    static Set<ObjectId> ofEvents(List<StoredEvent> events) {
        return set(events.stream().flatMap(Subjects::named));
    }

    static Set<ObjectId> ofDeeds(ObjectId asked, List<Deed> history) {
        return set(Stream.concat(
                Stream.of(asked), history.stream().map(Deed::event).flatMap(Subjects::named)));
    }

    static Set<ObjectId> ofReliance(List<Reliance> found) {
        return set(found.stream().map(Reliance::decision).flatMap(Subjects::named));
    }

    private static Stream<ObjectId> named(StoredEvent stored) {
        return stored.event().objects().stream();
    }

    private static Set<ObjectId> set(Stream<ObjectId> objects) {
        Set<ObjectId> set = new LinkedHashSet<>();
        objects.forEach(set::add);
        return set;
    }
}
