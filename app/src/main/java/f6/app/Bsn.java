package f6.app;

import f6.eventstore.event.InvalidValue;
import f6.zone.definition.NameIds;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// A citizen service number (Wet algemene bepalingen burgerservicenummer; Logisch Ontwerp BSN): nine digits that
/// pass the eleven-test, and not all zero.
record Bsn(String number) {
    /// Of the objects that stand for numbers in the example zone: its rules ask for just this one.
    private static final String SPACE = "8f6d1c1e-9e0b-5c57-9d3a-6b1f0c5a7e42";

    private static final int DIGITS = 9;
    private static final int BELOW = 1_000_000_000;
    private static final int ELEVEN = 11;

    Bsn {
        InvalidValue.require(passes(number), "a BSN has nine digits, of which 9a+8b+…+2h-i is a multiple of 11");
    }

    static boolean passes(String number) {
        if (number.length() != DIGITS || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int sum = -(number.charAt(DIGITS - 1) - '0');
        for (int i = 0; i < DIGITS - 1; i++) {
            sum += (DIGITS - i) * (number.charAt(i) - '0');
        }
        return sum % ELEVEN == 0 && !number.equals("000000000");
    }

    /// Any; one in eleven numbers passes, so this ends soon.
    static Bsn any(RandomGenerator random) {
        while (true) {
            String number = String.format(Locale.ROOT, "%09d", random.nextInt(BELOW));
            if (passes(number)) {
                return new Bsn(number);
            }
        }
    }

    /// The object that it is in the zone.
    UUID object() {
        return NameIds.of(SPACE, number);
    }
}
