package f6.eventstore.timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// When something was so in reality (materiële historie). A date counts from its first moment in the zone's time
/// zone.
public record MaterialTime(Instant instant) implements Comparable<MaterialTime> {
    /// A date of which nothing is known orders before all others.
    public static final MaterialTime UNKNOWN = new MaterialTime(Instant.MIN);
    /// After every date: what is asked at it sees facts of the future too.
    public static final MaterialTime END = new MaterialTime(Instant.MAX);

    /// The first moment of an incomplete date's period.
    public static MaterialTime startOf(PartialDate date, ZoneId zone) {
        return date.start().map(day -> startOf(day, zone)).orElse(UNKNOWN);
    }

    /// The first moment of a day.
    public static MaterialTime startOf(LocalDate day, ZoneId zone) {
        return new MaterialTime(day.atStartOfDay(zone).toInstant());
    }

    /// The last moment of a day: what a question about that day is asked at.
    ///
    /// @param day in the years 0001 to 9999
    public static MaterialTime endOf(LocalDate day, ZoneId zone) {
        return new MaterialTime(day.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1));
    }

    @Override
    public int compareTo(MaterialTime other) {
        return instant.compareTo(other.instant);
    }
}
