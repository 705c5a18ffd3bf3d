package f6.zone.definition;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what a type of source may do.
final class Authorities {
    static final Set<String> MEMBERS = Set.of("claim", "validate", "correct", "read", "manage");

    private Authorities() {}

    static Authority read(Yaml yaml, Set<String> types, Set<String> views) {
        Map<String, Yaml> parts = yaml.members(MEMBERS);
        Function<String, Authority.Scope> ofTypes = name -> scope(parts.get(name), "event type", types);
        return new Authority(
                ofTypes.apply("claim"),
                ofTypes.apply("validate"),
                ofTypes.apply("correct"),
                scope(parts.get("read"), "view", views),
                duties(parts.get("manage")));
    }

    private static Authority.Scope scope(@Nullable Yaml yaml, String what, Set<String> known) {
        if (yaml == null) {
            return Authority.Scope.NONE;
        }
        if (isAll(yaml, what + "s")) {
            return new Authority.Scope(true, Set.of());
        }
        Set<String> named = new LinkedHashSet<>();
        for (Yaml name : yaml.items()) {
            if (!known.contains(name.text())) {
                name.problem("names no %s of this zone: use one of %s".formatted(what, String.join(", ", known)));
            }
            named.add(name.text());
        }
        return new Authority.Scope(false, named);
    }

    private static Set<Duty> duties(@Nullable Yaml yaml) {
        if (yaml == null) {
            return Set.of();
        }
        if (isAll(yaml, "duties")) {
            return EnumSet.allOf(Duty.class);
        }
        Set<Duty> duties = EnumSet.noneOf(Duty.class);
        for (Yaml name : yaml.items()) {
            Optional<Duty> duty = Duty.of(name.text());
            if (duty.isEmpty()) {
                name.problem("is nothing to manage: use one of "
                        + Arrays.stream(Duty.values()).map(Duty::toString).collect(Collectors.joining(", ")));
            }
            duty.ifPresent(duties::add);
        }
        return duties;
    }

    private static boolean isAll(Yaml yaml, String what) {
        if (yaml.isList()) {
            return false;
        }
        if (!yaml.text().equals("*")) {
            yaml.problem("must be a list of %s, or \"*\" for all".formatted(what));
        }
        return true;
    }
}
