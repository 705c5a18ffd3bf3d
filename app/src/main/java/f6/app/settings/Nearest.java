package f6.app.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which name was meant.
final class Nearest {
    private Nearest() {}

    /// In words, to stand behind what is wrong; empty when there are no names.
    static String of(String wrong, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(wrong, name)))
                .map(name -> ": is %s meant? 'f6 settings' shows all".formatted(name))
                .orElse("");
    }

    /// Of Levenshtein: characters to insert, to leave out or to replace.
    static int distance(String one, String other) {
        String from = one.toLowerCase(Locale.ROOT);
        String to = other.toLowerCase(Locale.ROOT);
        int[] above = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            above[i] = i;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
