package f6.web;

import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// What [AuditEndpoint] serves, for the description of the API.
record AuditDescription(RouterFunction<ServerResponse> routes) implements ApiPart {
    private static final Map<String, ?> POSITION = Map.of("type", "integer", "format", "int64", "minimum", 1);

    @Override
    public List<Operation> operations() {
        return List.of(
                paged(Operation.get(AuditEndpoint.READS, "listReads", "Who read of whom, newest first")
                        .takes("object", "Of this object only.", Schemas.ID)),
                paged(Operation.get(AuditEndpoint.ACTIONS, "listActions", "Who managed what, newest first")));
    }

    private static Operation paged(Operation operation) {
        return operation
                .takes("source", "By this source only.", Schemas.ID)
                .takes("before", "Older than this one: what the page before says.", POSITION)
                .takes("limit", "How many at most.", Map.of("type", "integer", "minimum", 1, "maximum", 1000))
                .answers(200, "A page.", Map.of("type", "object"), Operation.JSON);
    }
}
