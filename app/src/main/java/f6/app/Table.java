package f6.app;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of text in columns as wide as they need to be, and together no wider than a screen: what does not fit goes
/// on below, in its column.
final class Table {
    static final int MAX_WIDTH = 120;
    private static final int INDENT = 4;
    private static final String BETWEEN = "   ";
    /// A column is not made narrower than this to have the others fit.
    private static final int MIN_COLUMN = 8;

    private sealed interface Line {}

    private record Row(List<String> cells) implements Line {}

    private record Note(String text) implements Line {}

    private final List<String> headings;
    private final List<Line> lines = new ArrayList<>();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    void add(String... cells) {
        lines.add(new Row(List.of(cells)));
    }

    /// A line of its own below the row that was added last.
    void note(String text) {
        lines.add(new Note(text));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /// Prints nothing when there is nothing below the headings.
    void print(PrintStream out) {
        if (lines.isEmpty()) {
            return;
        }
        int[] widths = widths();
        out.println();
        row(out, widths, headings);
        out.println(" ".repeat(INDENT) + "-".repeat(total(widths)));
        for (Line line : lines) {
            switch (line) {
                case Row(List<String> cells) -> row(out, widths, cells);
                case Note(String text) ->
                    wrapped(text, MAX_WIDTH - 3 * INDENT).forEach(part -> out.println(" ".repeat(3 * INDENT) + part));
            }
        }
    }

    private int[] widths() {
        int[] widths = headings.stream().mapToInt(Table::length).toArray();
        for (Line line : lines) {
            if (line instanceof Row(List<String> cells)) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], length(cells.get(i)));
                }
            }
        }
        for (int excess = total(widths) + INDENT - MAX_WIDTH; excess > 0; excess--) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((one, other) -> widths[other] > widths[one] ? other : one)
                    .orElseThrow();
            widths[widest] = Math.max(MIN_COLUMN, widths[widest] - 1);
        }
        return widths;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + BETWEEN.length() * (widths.length - 1);
    }

    private static void row(PrintStream out, int[] widths, List<String> cells) {
        List<List<String>> columns = IntStream.range(0, widths.length)
                .mapToObj(i -> wrapped(cells.get(i), widths[i]))
                .toList();
        int height = columns.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder(" ".repeat(INDENT));
            for (int column = 0; column < widths.length; column++) {
                List<String> parts = columns.get(column);
                String part = i < parts.size() ? parts.get(i) : "";
                line.append(column == 0 ? "" : BETWEEN).append(part);
                line.append(" ".repeat(Math.max(0, widths[column] - length(part))));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /// In lines of at most a width, broken at spaces where there are any.
    static List<String> wrapped(String text, int width) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        while (length(rest) > width) {
            int end = rest.offsetByCodePoints(0, width);
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 && !rest.substring(0, space).isBlank() ? space : end;
            parts.add(rest.substring(0, cut));
            rest = rest.substring(cut).stripLeading();
        }
        parts.add(rest);
        return parts;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
