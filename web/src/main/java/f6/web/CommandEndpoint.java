package f6.web;

import f6.eventstore.event.Source;
import f6.zone.Zone;
import f6.zone.command.BatchOutcome;
import f6.zone.command.Command;
import f6.zone.command.Outcome;
import f6.zone.command.Preview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Commands of a zone, one or a batch, and what one would do.
final class CommandEndpoint implements ApiPart {
    private final ApiRoutes routes = new ApiRoutes();

    CommandEndpoint(Zones zones) {
        Access access = new Access(zones);
        var _ = routes.on(Described.commands("/v1/{zone}/commands"), request -> {
            Zone zone = access.zone(request);
            Arguments body = RequestBody.of(request);
            return (body.has(CommandBody.BATCH) ? batch(zone, body) : one(zone, body)).to(request);
        });
        var _ = routes.on(Described.previews("/v1/{zone}/previews"), request -> {
            Zone zone = access.zone(request);
            return preview(new Asked(request, zone), RequestBody.of(request)).to(request);
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

    private static Represented one(Zone zone, Arguments body) {
        Source source = Access.source();
        Command command = CommandBody.one(body, true);
        Outcome outcome = body.previewToken()
                .map(token -> zone.handle(source, command, token))
                .orElseGet(() -> zone.handle(source, command));
        return recorded(zone, source, outcome).created(Optional.of(new Hal(zone, source).event(command.id())));
    }

    private static Represented recorded(Zone zone, Source source, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Recorded recorded -> {
                Map<String, @Nullable Object> plain = plain(zone, recorded);
                yield Represented.ok(plain, () -> new Hal(zone, source).recorded(recorded.event(), plain));
            }
            case Outcome.Refused refused -> throw Problems.of(Failure.of(refused));
            case Outcome.Conflict conflict -> throw Problems.of(Failure.of(conflict));
        };
    }

    private static Map<String, @Nullable Object> plain(Zone zone, Outcome.Recorded recorded) {
        return Answers.recorded(recorded.event(), recorded.basis(), _ -> zone.head(recorded));
    }

    private static Represented batch(Zone zone, Arguments body) {
        Source source = Access.source();
        return switch (zone.handle(source, CommandBody.batch(body))) {
            case BatchOutcome.Recorded(var commands) -> {
                List<Map<String, @Nullable Object>> plain =
                        commands.stream().map(one -> plain(zone, one)).toList();
                yield Represented.ok(Map.of("recorded", plain), () -> {
                            Hal hal = new Hal(zone, source);
                            List<Map<String, Object>> recorded = new ArrayList<>();
                            for (int i = 0; i < commands.size(); i++) {
                                recorded.add(hal.recorded(commands.get(i).event(), plain.get(i)));
                            }
                            return Map.of("_embedded", Map.of("f6:recorded", recorded));
                        })
                        .created(Optional.empty());
            }
            case BatchOutcome.Ended ended -> throw Problems.of(Failure.of(ended));
        };
    }

    private static Represented preview(Asked asked, Arguments body) {
        Zone zone = asked.zone();
        Source source = Access.source();
        return switch (zone.preview(source, CommandBody.one(body, false))) {
            case Preview.Foreseen foreseen -> {
                boolean whole = zone.definition().authorityOf(source).mayReadEvents();
                if (whole) {
                    asked.reads("preview", Subjects.of(foreseen));
                }
                Map<String, @Nullable Object> plain = Answers.of(zone).preview(foreseen, whole, zone::head);
                yield Represented.ok(
                        plain,
                        () -> Represented.with(
                                new LinkedHashMap<>(plain), Hal.links(new Hal(zone, source).at("/previews"))));
            }
            case Preview.Ended ended -> recorded(zone, source, ended.outcome());
        };
    }
}
