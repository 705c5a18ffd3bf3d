package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Source;
import f6.zone.Zone;
import f6.zone.definition.ZoneDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Where a client begins that knows no addresses: the zones of the node, and what each has.
final class RootEndpoint implements ApiPart {
    private final ApiRoutes routes = new ApiRoutes();

    RootEndpoint(Zones zones) {
        Access access = new Access(zones);
        var _ = routes.on(Described.node("/v1"), request -> {
            InvalidValue.require(request.params().isEmpty(), "no parameters are known here");
            return Represented.always(node(zones, Access.source())).to(request);
        });
        var _ = routes.on(Described.zone("/v1/{zone}"), request -> {
            Asked asked = new Asked(request, access.zone(request));
            var _ = asked.parameters(Set.of());
            return Represented.always(asked.hal().root()).to(request);
        });
    }

    @Override
    public RouterFunction<ServerResponse> routes() {
        return routes.routes();
    }

    @Override
    public List<Operation> operations() {
        return routes.operations();
    }

    /// The zones in which the source may do or read anything.
    private static Map<String, Object> node(Zones zones, Source source) {
        List<ZoneDefinition> known = zones.byName().values().stream()
                .filter(zone -> zone.knows(source))
                .map(Zone::definition)
                .toList();
        Map<String, Object> node = new LinkedHashMap<>();
        node.put(
                "zones",
                known.stream()
                        .map(definition -> Map.of(
                                "zone", definition.name(),
                                "version", definition.version(),
                                "organisation", definition.organisation()))
                        .toList());
        Map<String, Object> links = Hal.links("/v1");
        links.put("service-desc", Hal.link("/v1/openapi.json"));
        links.put(
                "f6:zone",
                known.stream()
                        .map(definition -> Hal.named(Hal.link("/v1/" + definition.name()), definition.name()))
                        .toList());
        return Represented.with(node, links);
    }
}
