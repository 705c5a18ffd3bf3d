package f6.web;

import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.zone.Zone;
import f6.zone.definition.Duty;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.function.ServerRequest;

/// Who asks, of which zone, and what that source may have.
public final class Access {
    private final Zones zones;

    public Access(Zones zones) {
        this.zones = zones;
    }

    /// The source that the request's token names.
    public static Source source() {
        return Sources.of(SecurityContextHolder.getContext().getAuthentication());
    }

    /// The zone that the path names, if the source may do anything there; all of the request is answered by the
    /// definition that it has now.
    public Zone zone(ServerRequest request) {
        String name = request.pathVariable("zone");
        Zone zone = zones.byName().get(name);
        if (zone == null) {
            throw Problems.of(
                    HttpStatus.NOT_FOUND,
                    "there is no zone of that name here: use one of "
                            + String.join(", ", zones.byName().keySet()));
        }
        Source source = source();
        if (!zone.knows(source)) {
            throw Problems.of(
                    HttpStatus.FORBIDDEN, "zone %s knows no source of type '%s'".formatted(name, source.type()));
        }
        return zone.asDefined();
    }

    /// The source of the request must be one that may read a view.
    ///
    /// @throws NotAllowed when it is not; so do all others here
    static void mayRead(Zone zone, String view) {
        mayRead(zone, source(), view);
    }

    /// @param source for where there is no request at hand; so do all others here
    static void mayRead(Zone zone, Source source, String view) {
        require(
                zone.definition().authorityOf(source).mayRead(view),
                () -> "a source of type '%s' may not read view '%.60s' of zone %s"
                        .formatted(source.type(), view, zone.definition().name()));
    }

    /// It must be one that may read events, and with that everything.
    static void mayReadEvents(Zone zone) {
        mayReadEvents(zone, source());
    }

    static void mayReadEvents(Zone zone, Source source) {
        require(
                zone.definition().authorityOf(source).mayReadEvents(),
                () -> "a source of type '%s' may not read events of zone %s"
                        .formatted(source.type(), zone.definition().name()));
    }

    /// It must be one that may read events, or the source of this one. One that is not there is as closed as one
    /// that is.
    static void mayReadEvent(Zone zone, Source source, Optional<StoredEvent> event) {
        if (event.map(stored -> stored.event().source().equals(source)).orElse(false)) {
            return;
        }
        mayReadEvents(zone, source);
    }

    /// It must be one that has a duty in the zone.
    public static void mayManage(Zone zone, Duty duty) {
        Source source = source();
        require(
                zone.definition().authorityOf(source).mayManage(duty),
                () -> "a source of type '%s' does not manage %s of zone %s"
                        .formatted(source.type(), duty, zone.definition().name()));
    }

    private static void require(boolean allowed, Supplier<String> otherwise) {
        if (!allowed) {
            throw new NotAllowed(otherwise.get());
        }
    }
}
