package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.zone.Zone;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.web.servlet.function.ServerRequest;

/// A request to a zone that its source may ask.
record Asked(ServerRequest request, Zone zone) {
    Answers answers() {
        return Answers.of(zone);
    }

    Hal hal() {
        return new Hal(zone, Access.source());
    }

    String zoneName() {
        return zone.definition().name();
    }

    FormalVector at(Position position) {
        return FormalVector.of(zoneName(), position);
    }

    ObjectId object() {
        return inPath(() -> ObjectId.of(request.pathVariable("id")));
    }

    EventId event() {
        return inPath(() -> EventId.of(request.pathVariable("id")));
    }

    private static <T> T inPath(Supplier<T> id) {
        try {
            return id.get();
        } catch (InvalidValue e) {
            throw new InvalidValue("/id: " + e.getMessage());
        }
    }

    /// The view that the path names, if the source may read it.
    String view() {
        String view = named("view", zone.definition().views().keySet());
        Access.mayRead(zone, view);
        return view;
    }

    String field(String view) {
        return named(
                "field",
                Optional.ofNullable(zone.definition().views().get(view))
                        .orElseThrow()
                        .fields());
    }

    private String named(String what, Set<String> known) {
        String name = request.pathVariable(what);
        if (!known.contains(name)) {
            throw Problems.of(Failure.notFound("there is no %s of that name in zone %s: use one of %s"
                    .formatted(what, zoneName(), String.join(", ", known))));
        }
        return name;
    }

    /// Notes that objects are read of by a view.
    void reads(String name, String view, Collection<ObjectId> objects) {
        Accountability.readsOf(request.attributes()).add(zone, Access.source(), name, view, objects);
    }

    /// Notes that events of objects are read.
    void reads(String name, Collection<ObjectId> objects) {
        Accountability.readsOf(request.attributes()).add(zone, Access.source(), name, objects);
    }

    /// The parameters of the query string, each once.
    Arguments parameters(Set<String> known) {
        return Arguments.parameters(request, known);
    }
}
