package f6.eventstore.timeline;

import f6.eventstore.event.InvalidValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A date as civil records know it: whole, of a month, of a year, or unknown. In JSON the four forms of the Dutch
/// BRP (Haal Centraal BRP bevragen, `AbstractDatum`): `{"type":"Datum","datum":"1977-08-07"}`,
/// `{"type":"JaarMaandDatum","jaar":1977,"maand":8}`, `{"type":"JaarDatum","jaar":1977}`,
/// `{"type":"DatumOnbekend","onbekend":true}`; a plain `"1977-08-07"` is a whole date too.
///
/// Orders at the start of its period; unknown orders first.
public record PartialDate(Optional<LocalDate> start, Precision precision) {
    public enum Precision {
        DAY,
        MONTH,
        YEAR,
        UNKNOWN
    }

    private static final long MAX_YEAR = 9999;

    public PartialDate {
        if (start.isEmpty() != (precision == Precision.UNKNOWN)) {
            throw new InvalidValue("a date without a start is unknown, and only that");
        }
    }

    /// @throws InvalidValue when the value is none of the forms
    public static PartialDate of(@Nullable Object json) {
        return switch (json) {
            case String day -> new PartialDate(Optional.of(day(day)), Precision.DAY);
            case Map<?, ?> date -> of(date);
            case null, default -> throw new InvalidValue("not a date: " + json);
        };
    }

    private static PartialDate of(Map<?, ?> date) {
        return switch (String.valueOf((Object) date.get("type"))) {
            case "Datum" -> of(date.get("datum") instanceof String text ? text : null);
            case "JaarMaandDatum" ->
                new PartialDate(
                        Optional.of(start(number(date, "jaar", MAX_YEAR), number(date, "maand", 12))), Precision.MONTH);
            case "JaarDatum" -> new PartialDate(Optional.of(start(number(date, "jaar", MAX_YEAR), 1)), Precision.YEAR);
            case "DatumOnbekend" -> new PartialDate(Optional.empty(), Precision.UNKNOWN);
            default -> throw new InvalidValue("type is not one of Datum, JaarMaandDatum, JaarDatum, DatumOnbekend");
        };
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1 && day.getYear() <= MAX_YEAR) {
                return day;
            }
            throw new InvalidValue("not in the years 0001 to 9999: '%.40s'".formatted(text));
        } catch (DateTimeException e) {
            throw new InvalidValue("not a date of the form YYYY-MM-DD: '%.40s'".formatted(text));
        }
    }

    private static LocalDate start(int year, int month) {
        return LocalDate.of(year, month, 1);
    }

    private static int number(Map<?, ?> date, String member, long max) {
        if (date.get(member) instanceof Long value && value >= 1 && value <= max) {
            return value.intValue();
        }
        throw new InvalidValue("%s is not a whole number from 1 to %d".formatted(member, max));
    }
}
