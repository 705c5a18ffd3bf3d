package f6.app;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of text in columns as wide as they need to be.
final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(headings);
    }

    void add(String... cells) {
        rows.add(cells);
    }

    /// Prints nothing when there is nothing below the headings.
    void print(PrintStream out) {
        if (rows.size() == 1) {
            return;
        }
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
            }
        }
        out.println();
        line(out, widths, rows.getFirst());
        out.println("    " + "-".repeat(Arrays.stream(widths).sum() + 3 * (widths.length - 1)));
        rows.subList(1, rows.size()).forEach(row -> line(out, widths, row));
    }

    private static void line(PrintStream out, int[] widths, String[] row) {
        StringBuilder line = new StringBuilder("   ");
        for (int i = 0; i < row.length; i++) {
            line.append(i == 0 ? " " : "   ").append(row[i]);
            line.append(" ".repeat(Math.max(0, widths[i] - row[i].codePointCount(0, row[i].length()))));
        }
        out.println(line.toString().stripTrailing());
    }
}
