package f6.benchmarks.history;

/// Where someone lives: one group of attributes, which every store keeps alike.
public record Address(String street, int number, String place) {
    private static final String[] STREETS = {
        "Breedstraat",
        "Dorpsstraat",
        "Hoofdweg",
        "Kerkstraat",
        "Lange Voorhout",
        "Molenweg",
        "Raadhuisplein",
        "Zonnelaan"
    };
    private static final String[] PLACES = {"Zonnendaal", "Maandorp", "Sterrenbeek"};
    private static final int STREET_NAMES = STREETS.length * PLACES.length;

    /// The address of that number; different numbers are different addresses.
    static Address numbered(int number) {
        return new Address(
                STREETS[number % STREETS.length] + " " + number / (STREET_NAMES * 100),
                1 + number / STREET_NAMES % 100,
                PLACES[number / STREETS.length % PLACES.length]);
    }
}
