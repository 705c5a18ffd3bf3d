package f6.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/// Of few numbers.
final class Statistics {
    private Statistics() {}

    /// The middle one; between the middle two of an even number.
    static double median(Collection<Run> runs, ToDoubleFunction<Run> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("the median of nothing");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The least value that at least this share of the sorted values does not exceed.
    static long percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a percentile of nothing");
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }
}
