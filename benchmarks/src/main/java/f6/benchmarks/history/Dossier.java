package f6.benchmarks.history;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is known of one person as filings come in: what a store must say that keeps states and not facts.
final class Dossier {
    private static final int UNKNOWN = -1;

    private final int[] places;
    private final int[] days;
    /// Days that were a fact's once, before it was given another.
    private int[] former = {};

    Dossier(int facts) {
        places = new int[facts];
        days = new int[facts];
        Arrays.fill(places, UNKNOWN);
    }

    static Dossier[] all(Filings filings) {
        Dossier[] dossiers = new Dossier[filings.people()];
        Arrays.setAll(dossiers, _ -> new Dossier(filings.facts()));
        return dossiers;
    }

    void take(Filing filing) {
        int fact = filing.fact();
        if (filing.kind() == Filing.Kind.REDATED) {
            former = Arrays.copyOf(former, former.length + 1);
            former[former.length - 1] = days[fact];
        }
        places[fact] = filing.place();
        days[fact] = filing.epochDay();
    }

    Stays stays() {
        NavigableMap<LocalDate, Address> addresses = new TreeMap<>();
        for (int fact = 0; fact < places.length; fact++) {
            if (places[fact] != UNKNOWN) {
                addresses.put(LocalDate.ofEpochDay(days[fact]), Address.numbered(places[fact]));
            }
        }
        return Stays.of(addresses);
    }

    /// Every day that is or was a fact's.
    NavigableSet<LocalDate> days() {
        NavigableSet<LocalDate> all = new TreeSet<>();
        for (int fact = 0; fact < places.length; fact++) {
            if (places[fact] != UNKNOWN) {
                all.add(LocalDate.ofEpochDay(days[fact]));
            }
        }
        Arrays.stream(former).mapToObj(LocalDate::ofEpochDay).forEach(all::add);
        return all;
    }
}
