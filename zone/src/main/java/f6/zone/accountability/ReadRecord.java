package f6.zone.accountability;

import f6.eventstore.event.Source;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// A line in the log of reads, as Logboek Dataverwerkingen 1.0 has it: an act on the data of at most one data
/// subject. A read of several is an act without subject, and one below it for each of them.
///
/// @param span of the act, unlike that of any other
/// @param parent the act that this one is part of, if any
/// @param name what was asked
/// @param activity where the register of processing activities says why
/// @param subject the pseudonym of an object
/// @param source who asked
public record ReadRecord(
        String zone,
        Trace trace,
        String span,
        Optional<String> parent,
        String name,
        URI activity,
        Optional<String> subject,
        Source source,
        Instant start,
        Instant end) {}
