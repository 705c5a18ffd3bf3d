package f6.publishing.content;

import java.util.Optional;

/// Who asks for an item, as the proxy in front of a content store says.
///
/// @param user `X-Govuk-Authenticated-User`
/// @param organisation `X-Govuk-Authenticated-User-Organisation`
/// @param bypassId `Govuk-Auth-Bypass-Id`: of a link to a draft that was given to someone
public record Visitor(Optional<String> user, Optional<String> organisation, Optional<String> bypassId) {
    public static final Visitor ANYONE = new Visitor(Optional.empty(), Optional.empty(), Optional.empty());

    /// What the proxy says of someone who is not signed in.
    private static final String INVALID = "invalid";

    public Visitor {
        user = user.filter(uid -> !uid.isBlank() && !uid.equals(INVALID));
        organisation = organisation.filter(id -> !id.isBlank() && !id.equals(INVALID));
        bypassId = bypassId.filter(id -> !id.isBlank());
    }
}
