package f6.web;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/// The source of an event, as its bearer token names it: `sub` is the id, `source_type` the type of authority.
public final class Sources {
    public static final String TYPE_CLAIM = "source_type";

    private Sources() {}

    /// The id of the source that a token names.
    ///
    /// @throws InvalidBearerTokenException when it does not name one
    public static String idOf(Jwt token) {
        return of(token).id().toString();
    }

    static Source of(@Nullable Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof Jwt token) {
            return of(token);
        }
        throw new IllegalStateException("not authenticated by a token");
    }

    /// @throws InvalidBearerTokenException when the token does not name a source
    static Source of(Jwt token) {
        String id = token.getSubject();
        String type = token.getClaimAsString(TYPE_CLAIM);
        if (id == null || type == null) {
            throw new InvalidBearerTokenException("the token lacks sub or " + TYPE_CLAIM);
        }
        try {
            return new Source(ObjectId.of(id).value(), type);
        } catch (InvalidValue e) {
            throw new InvalidBearerTokenException("the token's sub or %s: %s".formatted(TYPE_CLAIM, e.getMessage()), e);
        }
    }
}
