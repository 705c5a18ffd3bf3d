package f6.publishing.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a command is not carried out, as the API says it.
///
/// @param code of HTTP
/// @param body an object with the member `error`; of content that does not fit its schema, an array of what is
/// wrong
public record Refused(int code, Object body) {
    static final int CONFLICT = 409;
    static final int UNPROCESSABLE = 422;

    /// @param errorCode one of the words that clients know refusals by, if there is one for it
    /// @param fields what is wrong by field
    public static Refused of(int code, String message, @Nullable String errorCode, @Nullable Map<String, ?> fields) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        if (errorCode != null) {
            error.put("error_code", errorCode);
        }
        error.put("message", message);
        if (fields != null) {
            error.put("fields", fields);
        }
        return new Refused(code, Map.of("error", error));
    }

    /// Without more than a message.
    public static Refused of(int code, String message) {
        return of(code, message, null, null);
    }

    static Refused unprocessable(String message, String errorCode) {
        return of(UNPROCESSABLE, message, errorCode, Map.of());
    }

    /// The document or link set is not at the version that the client saw.
    static Refused stale(long seen, long current) {
        return of(
                CONFLICT,
                "A lock-version conflict occurred. The `previous_version` you've sent (%d) is not the same as the"
                                .formatted(seen)
                        + " current lock version of the edition (%d).".formatted(current),
                null,
                Map.of("previous_version", List.of("does not match")));
    }

    /// Of a record that is not valid.
    static Refused invalid(List<Flaw> flaws) {
        Map<String, List<Map<String, Object>>> fields = new LinkedHashMap<>();
        flaws.forEach(flaw -> fields.computeIfAbsent(flaw.field(), _ -> new ArrayList<>())
                .add(Map.of("error", flaw.error(), "code", flaw.code())));
        return of(
                UNPROCESSABLE,
                flaws.stream().map(Flaw::sentence).collect(Collectors.joining(", ")),
                flaws.size() == 1 ? flaws.getFirst().code() : "multiple_validation_errors",
                fields);
    }

    /// One thing that is wrong with a record.
    ///
    /// @param field `base` for the record as a whole
    record Flaw(String field, String error, String code) {
        String sentence() {
            if (field.equals("base")) {
                return error;
            }
            String words = field.replace('_', ' ');
            return Character.toUpperCase(words.charAt(0)) + words.substring(1) + " " + error;
        }
    }

    /// Leaves the decision; caught where it began.
    static final class Exit extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Refused refused;

        Exit(Refused refused) {
            super("refused", null, false, false);
            this.refused = refused;
        }

        Refused refused() {
            return refused;
        }
    }
}
