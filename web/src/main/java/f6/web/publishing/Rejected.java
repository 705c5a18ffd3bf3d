package f6.web.publishing;

import f6.publishing.command.Refused;
import java.util.Map;

/// Leaves the answering of a request, with what its sender is told.
final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNPROCESSABLE = 422;

    private final transient Refused refused;

    private Rejected(Refused refused) {
        super("refused", null, false, false);
        this.refused = refused;
    }

    Refused refused() {
        return refused;
    }

    static Rejected because(Refused refused) {
        return new Rejected(refused);
    }

    static Rejected of(int code, String message) {
        return new Rejected(Refused.of(code, message));
    }

    static Rejected unprocessable(String message, String errorCode) {
        return new Rejected(Refused.of(UNPROCESSABLE, message, errorCode, null));
    }

    static Rejected missing(String parameter) {
        return unprocessable(
                "param is missing or the value is empty or invalid: " + parameter, "parameter_missing_or_invalid");
    }

    /// Of a parameter that is there, but not as it must be.
    static Rejected invalid(String parameter, String why) {
        return new Rejected(Refused.of(
                UNPROCESSABLE,
                "%s %s".formatted(parameter, why),
                "parameter_missing_or_invalid",
                Map.of(parameter, java.util.List.of(why))));
    }
}
