package f6.app;

import java.util.UUID;

/// Ids that were there already, in 32 bytes each or less: a file may hold tens of millions.
final class SeenIds {
    private static final int INITIAL = 1 << 12;

    /// Two numbers to an id; the nil UUID stands for an empty place, and is kept apart.
    private long[] places = new long[2 * INITIAL];

    private int count;
    private boolean nil;

    /// @return false when it was there
    boolean add(UUID id) {
        long most = id.getMostSignificantBits();
        long least = id.getLeastSignificantBits();
        if (most == 0 && least == 0) {
            boolean fresh = !nil;
            nil = true;
            return fresh;
        }
        if (!put(places, most, least)) {
            return false;
        }
        count++;
        if (4 * count > places.length) {
            grow();
        }
        return true;
    }

    private static boolean put(long[] places, long most, long least) {
        int mask = places.length / 2 - 1;
        long mixed = (most ^ Long.rotateLeft(least, 32)) * 0x9E3779B97F4A7C15L;
        for (int at = (int) (mixed >>> 32) & mask; ; at = (at + 1) & mask) {
            if (places[2 * at] == most && places[2 * at + 1] == least) {
                return false;
            }
            if (places[2 * at] == 0 && places[2 * at + 1] == 0) {
                places[2 * at] = most;
                places[2 * at + 1] = least;
                return true;
            }
        }
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(places.length, 2)];
        for (int at = 0; at < places.length; at += 2) {
            if (places[at] != 0 || places[at + 1] != 0) {
                var _ = put(larger, places[at], places[at + 1]);
            }
        }
        places = larger;
    }
}
