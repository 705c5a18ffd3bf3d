package f6.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What benchmarks in packages of their own report by.
public final class Measured {
    private final Report report;

    /// @param json one JSON object per measure and line on standard output, the rest elsewhere
    public Measured(boolean json) {
        report = new Report(json);
    }

    public void progress(String what) {
        report.progress(what);
    }

    /// One whose ratio to a reference must be at least this.
    public void atLeast(
            String name, String compares, double value, String unit, double reference, double requiredRatio) {
        report.add(new Measure(name, compares, value, unit, reference, Measure.Bound.atLeast(requiredRatio)));
    }

    /// One that is only reported.
    public void told(String name, String compares, double value, String unit) {
        report.add(new Measure(name, compares, value, unit, null, null));
    }

    /// @return the exit status
    public int finish() {
        return report.finish();
    }

    public static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        return Statistics.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
