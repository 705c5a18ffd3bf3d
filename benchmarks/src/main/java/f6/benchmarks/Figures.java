package f6.benchmarks;

import java.util.Locale;

/// Numbers as people read them.
final class Figures {
    private Figures() {}

    static String of(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
