package f6.zone.management;

import f6.zone.definition.ZoneDefinition;
import java.util.Optional;

/// Port: whether those who serve a zone can serve it by a definition.
public interface Usable {
    Usable ALWAYS = definition -> Optional.empty();

    /// @return what is in the way
    Optional<String> objection(ZoneDefinition definition);
}
