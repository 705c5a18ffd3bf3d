package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import f6.eventstore.timeline.NotKnownYet;
import f6.zone.command.BatchOutcome;
import f6.zone.command.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why there is no answer, the same in GraphQL and REST.
///
/// @param code which kind
/// @param status what it is in HTTP
/// @param more what else there is to say, by name
record Failure(String code, int status, String message, Map<String, Object> more) {
    static final String INVALID = "INVALID";
    static final String FORBIDDEN = "FORBIDDEN";
    static final String NOT_FOUND = "NOT_FOUND";
    static final String NOT_KNOWN_YET = "NOT_KNOWN_YET";

    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    static Failure of(Outcome.Refused refused) {
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
        return new Failure(refused.reason().name(), status, refused.message(), Map.of("violations", violations));
    }

    static Failure of(Outcome.Conflict conflict) {
        Map<String, Object> head = new LinkedHashMap<>();
        conflict.head().map(EventId::toString).ifPresent(id -> head.put("head", id));
        return new Failure("CONFLICT", 409, conflict.message(), head);
    }

    static Failure of(BatchOutcome.Ended ended) {
        Failure failure = switch (ended.outcome()) {
            case Outcome.Refused refused -> of(refused);
            case Outcome.Conflict conflict -> of(conflict);
            case Outcome.Recorded _ -> throw new IllegalStateException("ended by what is recorded");
        };
        return ended.index().isPresent() ? failure.ofCommand(ended.index().getAsInt()) : failure;
    }

    /// The same of one command of a batch.
    ///
    /// @param index from 0
    private Failure ofCommand(int index) {
        Map<String, Object> named = new LinkedHashMap<>(more);
        named.put("index", index);
        return new Failure(code, status, "command %d of the batch: %s".formatted(index, message), named);
    }

    static Failure notFound(String message) {
        return new Failure(NOT_FOUND, 404, message, Map.of());
    }

    /// The caller's fault is explained, ours is logged under a number and only that is told.
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case InvalidValue invalid -> new Failure(INVALID, 400, String.valueOf(invalid.getMessage()), Map.of());
            case NotAllowed closed -> new Failure(FORBIDDEN, 403, String.valueOf(closed.getMessage()), Map.of());
            case NotKnownYet future -> new Failure(NOT_KNOWN_YET, 403, String.valueOf(future.getMessage()), Map.of());
            case Accountability.Unaccountable unread ->
                new Failure(
                        "UNAVAILABLE",
                        503,
                        "it could not be put on record that this is read, so it is not told: try again later (incident %s)"
                                .formatted(logged(unread)),
                        Map.of());
            case StoreFailure failure ->
                new Failure(
                        "UNAVAILABLE",
                        503,
                        "the store is not available; nothing is known to be stored: try again with the same id (incident %s)"
                                .formatted(logged(failure)),
                        Map.of());
            default ->
                new Failure(
                        "INTERNAL", 500, "something went wrong here (incident %s)".formatted(logged(thrown)), Map.of());
        };
    }

    private static UUID logged(Throwable thrown) {
        UUID incident = UUID.randomUUID();
        LOG.error("incident {}", incident, thrown);
        return incident;
    }
}
