package f6.benchmarks.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What was known of one person's addresses at one formal moment: stays in order, without overlap, no two that
/// could be one. So two that say the same are equal.
public record Stays(List<Stay> all) {
    static final Stays NONE = new Stays(List.of());

    public Stays {
        all = List.copyOf(all);
    }

    /// @param stays in any order, without overlap
    static Stays of(List<Stay> stays) {
        List<Stay> sorted = new ArrayList<>(stays);
        sorted.sort(Comparator.comparing(Stay::from));
        List<Stay> joined = new ArrayList<>();
        for (Stay stay : sorted) {
            Stay last = joined.isEmpty() ? null : joined.getLast();
            if (last != null
                    && last.until().equals(stay.from())
                    && last.address().equals(stay.address())) {
                joined.set(joined.size() - 1, new Stay(last.from(), stay.until(), last.address()));
            } else {
                joined.add(stay);
            }
        }
        return new Stays(joined);
    }

    /// Each address until the day of the next one.
    ///
    /// @param addresses by the day from which they are so
    static Stays of(NavigableMap<LocalDate, Address> addresses) {
        List<Stay> stays = new ArrayList<>();
        addresses.keySet().forEach(from -> {
            LocalDate until = addresses.higherKey(from);
            stays.add(
                    new Stay(from, until == null ? Stay.FOREVER : until, Objects.requireNonNull(addresses.get(from))));
        });
        return of(stays);
    }

    /// The address on a day.
    @Nullable
    Address at(LocalDate day) {
        for (Stay stay : all) {
            if (!day.isBefore(stay.from()) && day.isBefore(stay.until())) {
                return stay.address();
            }
        }
        return null;
    }

    /// Where the later one says something else, in order, no two that could be one.
    List<Difference> differences(int person, Stays later) {
        TreeSet<LocalDate> bounds = new TreeSet<>();
        for (Stays each : List.of(this, later)) {
            each.all.forEach(stay -> {
                bounds.add(stay.from());
                bounds.add(stay.until());
            });
        }
        List<Difference> differences = new ArrayList<>();
        for (LocalDate from : bounds) {
            LocalDate until = bounds.higher(from);
            Address before = at(from);
            Address after = later.at(from);
            if (until != null && !Objects.equals(before, after)) {
                add(differences, new Difference(person, from, until, before, after));
            }
        }
        return differences;
    }

    private static void add(List<Difference> differences, Difference next) {
        Difference last = differences.isEmpty() ? null : differences.getLast();
        if (last != null
                && last.until().equals(next.from())
                && Objects.equals(last.before(), next.before())
                && Objects.equals(last.after(), next.after())) {
            differences.removeLast();
            differences.add(new Difference(next.person(), last.from(), next.until(), next.before(), next.after()));
        } else {
            differences.add(next);
        }
    }
}
