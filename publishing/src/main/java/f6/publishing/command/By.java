package f6.publishing.command;

import java.util.Optional;

/// Who sent a command, and in which request.
///
/// @param userUid `X-Govuk-Authenticated-User`
/// @param requestId `Govuk-Request-Id`
public record By(Optional<String> userUid, Optional<String> requestId) {
    public static final By NOBODY = new By(Optional.empty(), Optional.empty());
}
