package f6.publishing.document;

import java.util.Set;

/// What makes way for other content at its path (publishing-api, `SubstitutionHelper`).
public final class Substitution {
    private static final Set<String> STEPS_ASIDE =
            Set.of("coming_soon", "gone", "redirect", "unpublishing", "special_route", "vanish");

    private Substitution() {}

    /// @param type of a document, or of an unpublishing
    public static boolean isSubstitutable(String type) {
        return STEPS_ASIDE.contains(type);
    }
}
