package f6.postgres;

import java.util.Arrays;

/// Growing positions, added at the end and dropped at both ends.
final class Positions {
    private long[] values = new long[2];
    private int from;
    private int to;

    void add(long position) {
        if (to == values.length) {
            boolean half = to - from <= values.length / 2;
            long[] target = half ? values : new long[values.length * 2];
            System.arraycopy(values, from, target, 0, to - from);
            to -= from;
            from = 0;
            values = target;
        }
        values[to++] = position;
    }

    void removeFirst() {
        from++;
    }

    void removeLast() {
        to--;
    }

    int size() {
        return to - from;
    }

    boolean isEmpty() {
        return from == to;
    }

    long get(int index) {
        return values[from + index];
    }

    long last() {
        return values[to - 1];
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOfRange(values, from, to));
    }
}
