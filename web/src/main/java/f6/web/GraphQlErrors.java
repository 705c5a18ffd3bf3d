package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import f6.eventstore.timeline.NotKnownYet;
import f6.zone.command.Outcome;
import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;

/// What went wrong, as GraphQL errors: `extensions.code` says which kind, `extensions.status` what it would be in
/// HTTP.
final class GraphQlErrors {
    private static final Logger LOG = LoggerFactory.getLogger(GraphQlErrors.class);

    private GraphQlErrors() {}

    static GraphQLError of(Outcome.Refused refused) {
        int status = switch (refused.reason()) {
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case INVALID -> 400;
            case RULE_BROKEN -> 422;
            case ID_TAKEN -> 409;
        };
        List<Map<String, String>> violations = refused.violations().stream()
                .map(violation -> Map.of("path", violation.path(), "message", violation.message()))
                .toList();
        return error(refused.message(), refused.reason().name(), status, Map.of("violations", violations));
    }

    static GraphQLError of(Outcome.Conflict conflict) {
        Map<String, Object> head = new LinkedHashMap<>();
        conflict.head().map(EventId::toString).ifPresent(id -> head.put("head", id));
        return error(conflict.message(), "CONFLICT", 409, head);
    }

    /// For what is thrown: the caller's fault is explained, ours is logged under a number and only that is told.
    static DataFetcherExceptionResolver resolver() {
        return DataFetcherExceptionResolver.forSingleError((thrown, call) -> GraphqlErrorBuilder.newError(call)
                .message(message(thrown))
                .errorType(classification(thrown))
                .extensions(Map.of("code", classification(thrown).toString(), "status", status(thrown)))
                .build());
    }

    private static String message(Throwable thrown) {
        if (thrown instanceof InvalidValue || thrown instanceof NotKnownYet) {
            return String.valueOf(thrown.getMessage());
        }
        UUID incident = UUID.randomUUID();
        LOG.error("incident {}", incident, thrown);
        return thrown instanceof StoreFailure
                ? "the store is not available; nothing is known to be stored: try again with the same id (incident %s)"
                        .formatted(incident)
                : "something went wrong here (incident %s)".formatted(incident);
    }

    private static ErrorClassification classification(Throwable thrown) {
        return ErrorClassification.errorClassification(
                switch (thrown) {
                    case InvalidValue invalid -> "INVALID";
                    case NotKnownYet future -> "NOT_KNOWN_YET";
                    case StoreFailure failure -> "UNAVAILABLE";
                    default -> "INTERNAL";
                });
    }

    private static int status(Throwable thrown) {
        return switch (thrown) {
            case InvalidValue invalid -> 400;
            case NotKnownYet future -> 403;
            case StoreFailure failure -> 503;
            default -> 500;
        };
    }

    private static GraphQLError error(String message, String code, int status, Map<String, ?> more) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code);
        extensions.put("status", status);
        extensions.putAll(more);
        return GraphQLError.newError()
                .message(message)
                .errorType(ErrorClassification.errorClassification(code))
                .extensions(extensions)
                .build();
    }
}
