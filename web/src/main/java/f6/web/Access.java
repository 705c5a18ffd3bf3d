package f6.web;

import f6.eventstore.event.Source;
import f6.zone.Zone;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.function.ServerRequest;

/// Who asks, and of which zone.
public final class Access {
    private final Zones zones;

    public Access(Zones zones) {
        this.zones = zones;
    }

    /// The source that the request's token names.
    public static Source source() {
        return Sources.of(SecurityContextHolder.getContext().getAuthentication());
    }

    /// The zone that the path names, if the source may do anything there.
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
        return zone;
    }
}
