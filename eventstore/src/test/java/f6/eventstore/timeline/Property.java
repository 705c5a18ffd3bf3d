package f6.eventstore.timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// Holds a law against random logs, and makes a log that breaks it as small as it can. The seed is printed and
/// taken back by `-Df6.seed=N`; the log that breaks a law has a seed of its own, with which it comes first.
final class Property {
    /// Relative to the module: where `bin/test` looks for what was done.
    private static final Path REPORT = Path.of("target", "f6-counts.txt");

    private static final int MAX_SHRINKS = 10_000;

    private Property() {}

    /// What must hold of every log.
    interface Law {
        /// @throws AssertionError if it is broken
        void check(List<Operation> operations);
    }

    /// @param law as the message names it
    /// @param daily how many logs; thirty times as many with `-Df6.thorough=true`
    static void holds(String law, int daily, Law check) {
        int count = Boolean.getBoolean("f6.thorough") ? 30 * daily : daily;
        long seed = seed(law);
        for (int i = 0; i < count; i++) {
            List<Operation> operations = RandomLogs.operations(new Random(seed + i));
            Optional<Throwable> failure = failure(check, operations);
            if (failure.isPresent()) {
                throw broken(law, seed + i, shrunk(operations, check), check);
            }
        }
        report("%s: %d random logs".formatted(law, count));
    }

    static long seed(String law) {
        Long given = Long.getLong("f6.seed");
        long seed = given == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : given;
        System.out.println("f6: %s: seed %d".formatted(law, seed));
        return seed;
    }

    private static AssertionError broken(String law, long seed, List<Operation> smallest, Law check) {
        return new AssertionError(
                "%s is broken by this log (-Df6.seed=%d):%n%s".formatted(law, seed, lines(smallest)),
                failure(check, smallest).orElse(null));
    }

    static String lines(List<Operation> operations) {
        return operations.stream().map(operation -> "  " + operation + "\n").collect(Collectors.joining());
    }

    private static Optional<Throwable> failure(Law law, List<Operation> operations) {
        try {
            law.check(operations);
            return Optional.empty();
        } catch (AssertionError | RuntimeException | StackOverflowError e) {
            return Optional.of(e);
        }
    }

    /// Drops halves, quarters and so on down to single operations for as long as the law stays broken.
    static List<Operation> shrunk(List<Operation> broken, Law law) {
        List<Operation> smallest = broken;
        int shrinks = 0;
        for (int size = Math.max(1, broken.size() / 2); size > 0; size /= 2) {
            boolean dropped = true;
            while (dropped) {
                dropped = false;
                for (int from = 0; from < smallest.size() && shrinks < MAX_SHRINKS; from += size) {
                    List<Operation> less = without(smallest, from, Math.min(from + size, smallest.size()));
                    shrinks++;
                    if (failure(law, less).isPresent()) {
                        smallest = less;
                        dropped = true;
                    }
                }
            }
        }
        return smallest;
    }

    private static List<Operation> without(List<Operation> operations, int from, int until) {
        List<Operation> less = new ArrayList<>(operations);
        less.subList(from, until).clear();
        return less;
    }

    private static void report(String done) {
        String line = "f6: " + done + System.lineSeparator();
        try {
            Files.createDirectories(REPORT.toAbsolutePath().getParent());
            Files.writeString(REPORT, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
