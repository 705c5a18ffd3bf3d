package f6.zone.accountability;

import java.util.List;
import java.util.Optional;

/// Where an organisation keeps the records of all its systems.
public interface Logbook {
    /// Hands over records, in their order. Some may come twice, with the same span.
    ///
    /// @return empty when it has them; else why not, and they are to be handed over again
    Optional<String> take(List<ReadRecord> records);
}
