package f6.contracts.history;

import java.util.Arrays;

/// Places in a log, ascending.
final class Positions {
    /// Before any place.
    static final int NONE_BEFORE = 0;
    /// Behind any place.
    static final int NONE_AFTER = Integer.MAX_VALUE;

    static final Positions EMPTY = new Positions();

    private int[] places = new int[4];
    private int size;

    /// @param place greater than any before
    void add(int place) {
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
        }
        places[size++] = place;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return places[index];
    }

    /// The number of places that are not behind this one.
    int upTo(int place) {
        int found = Arrays.binarySearch(places, 0, size, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    int lastUpTo(int place) {
        int count = upTo(place);
        return count == 0 ? NONE_BEFORE : places[count - 1];
    }

    int firstAfter(int place) {
        int count = upTo(place);
        return count == size ? NONE_AFTER : places[count];
    }
}
