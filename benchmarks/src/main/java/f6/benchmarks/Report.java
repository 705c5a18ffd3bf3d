package f6.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// What is told: progress on standard error, what was found on standard output.
final class Report {
    private final boolean json;
    private final PrintStream text;
    private final List<Measure> measures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Report(boolean json) {
        this.json = json;
        this.text = json ? System.err : System.out;
    }

    void lines(List<String> lines) {
        lines.forEach(text::println);
        text.println();
        text.flush();
    }

    void progress(String what) {
        System.err.println("f6:   " + what);
    }

    void add(Measure measure) {
        measures.add(measure);
        if (json) {
            System.out.println(measure.json());
            System.out.flush();
        }
    }

    /// Something that was to be measured and could not be.
    void failure(String what) {
        failures.add(what);
        progress("FAILED: " + what);
    }

    /// Says all that was measured.
    ///
    /// @return the exit status
    int finish() {
        text.println();
        text.printf(
                "%-44s %12s %12s %-9s %8s %9s  %s%n", "measure", "F6", "reference", "unit", "ratio", "required", "");
        for (Measure measure : measures) {
            Double reference = measure.reference();
            Double ratio = measure.ratio();
            Boolean pass = measure.pass();
            text.printf(
                    "%-44s %12s %12s %-9s %8s %9s  %s%n",
                    measure.name(),
                    Figures.of(measure.value()),
                    reference == null ? "" : Figures.of(reference),
                    measure.unit(),
                    ratio == null ? "" : Figures.of(ratio),
                    measure.required() == null ? "" : measure.required(),
                    pass == null ? "" : pass ? "pass" : "FAIL");
            text.println("    " + measure.compares());
        }
        failures.forEach(failure -> text.println("FAILED: " + failure));
        text.println();
        long judged =
                measures.stream().filter(measure -> measure.pass() != null).count();
        long failed = measures.stream().filter(Measure::failed).count();
        text.printf(
                "%d of %d judged measures pass, %d only reported%n", judged - failed, judged, measures.size() - judged);
        text.flush();
        return failed == 0 && failures.isEmpty() ? 0 : 1;
    }
}
