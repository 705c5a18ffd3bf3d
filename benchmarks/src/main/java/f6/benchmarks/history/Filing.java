package f6.benchmarks.history;

import java.time.LocalDate;

/// Something that is filed about one person.
///
/// @param person by number
/// @param fact which of the person's facts it registers or corrects; 0 is the first registration
/// @param epochDay the day from which the fact is so; of a correction of its address, as it was
/// @param place the number of the address; of a correction of its date, as it was
public record Filing(Kind kind, int person, int fact, int epochDay, int place) {
    public enum Kind {
        /// A person came to live somewhere.
        REGISTERED,
        /// It was another address, from the same day.
        READDRESSED,
        /// It was the same address, from another day.
        REDATED
    }

    LocalDate from() {
        return LocalDate.ofEpochDay(epochDay);
    }

    Address address() {
        return Address.numbered(place);
    }
}
