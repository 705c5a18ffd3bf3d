package f6.contracts;

import java.util.concurrent.ThreadLocalRandom;

/// What a random test starts from: printed, and taken back with `-Df6.seed=…`. Threads still interleave as they
/// like; the choices that each makes are the same.
public final class Seed {
    private Seed() {}

    public static long print(String suite) {
        Long given = Long.getLong("f6.seed");
        long seed = given == null ? ThreadLocalRandom.current().nextLong() : given;
        System.out.println("f6: %s: seed %d".formatted(suite, seed));
        return seed;
    }
}
