package f6.zone.definition;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what a type of source may do.
final class Authorities {
    static final Set<String> MEMBERS = Set.of("claim", "validate", "correct");

    private Authorities() {}

    static Authority read(Yaml yaml, Set<String> types) {
        Map<String, Yaml> scopes = yaml.members(MEMBERS);
        Function<String, Authority.Scope> scope =
                name -> scopes.containsKey(name) ? scope(scopes.get(name), types) : Authority.Scope.NONE;
        return new Authority(scope.apply("claim"), scope.apply("validate"), scope.apply("correct"));
    }

    private static Authority.Scope scope(@Nullable Yaml yaml, Set<String> types) {
        if (yaml == null) {
            return Authority.Scope.NONE;
        }
        if (!yaml.isList()) {
            if (!yaml.text().equals("*")) {
                yaml.problem("must be a list of event types, or \"*\" for all");
            }
            return new Authority.Scope(true, Set.of());
        }
        Set<String> named = new LinkedHashSet<>();
        for (Yaml type : yaml.items()) {
            if (!types.contains(type.text())) {
                type.problem("names no event type of this zone: use one of " + String.join(", ", types));
            }
            named.add(type.text());
        }
        return new Authority.Scope(false, named);
    }
}
