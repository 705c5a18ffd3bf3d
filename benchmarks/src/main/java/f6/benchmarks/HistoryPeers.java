package f6.benchmarks;

import f6.benchmarks.history.Filings;
import f6.benchmarks.history.HistoryStore;
import f6.benchmarks.history.MariaDbHistory;
import f6.benchmarks.history.XtdbHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The other bitemporal stores that were asked for.
final class HistoryPeers implements AutoCloseable {
    /// By the name that `--peers` takes.
    enum Name {
        XTDB,
        MARIADB
    }

    private final List<HistoryStore> stores = new ArrayList<>();

    static List<Name> names(String peers, Settings settings) {
        List<Name> names = new ArrayList<>();
        for (String word : peers.toLowerCase(Locale.ROOT).split(",", -1)) {
            switch (word.strip()) {
                case "none" -> {}
                case "all" -> names.addAll(List.of(Name.values()));
                case "xtdb" -> names.add(Name.XTDB);
                case "mariadb" -> names.add(Name.MARIADB);
                default ->
                    settings.require(false, "--peers is none, all or some of xtdb,mariadb, not '%s'".formatted(word));
            }
        }
        return names.stream().distinct().toList();
    }

    /// Starts those that can be started; of the others is told that they failed.
    static HistoryPeers open(List<Name> names, Settings settings, Report report) {
        HistoryPeers opened = new HistoryPeers();
        for (Name name : names) {
            report.progress("starting " + name);
            try {
                opened.stores.add(
                        switch (name) {
                            case XTDB -> XtdbHistory.start(settings.data());
                            case MARIADB -> MariaDbHistory.start(settings.data());
                        });
            } catch (RuntimeException e) { // of any kind: it is others' code
                report.failure("%s: %s".formatted(name, e.getMessage()));
            }
        }
        return opened;
    }

    /// Stores the same in each. One that fails is left out.
    void load(Filings filings, Report report) {
        for (HistoryStore store : List.copyOf(stores)) {
            try {
                load(store, filings, report);
            } catch (RuntimeException e) { // of any kind: it is others' code
                report.failure("%s: %s".formatted(store.product(), e.getMessage()));
                stores.remove(store);
                store.close();
            }
        }
    }

    static void load(HistoryStore store, Filings filings, Report report) {
        report.progress("storing %,d filings about %,d people in %,d steps: %s"
                .formatted(filings.size(), filings.people(), filings.stepCount(), store.name()));
        long started = System.nanoTime();
        store.load(filings);
        report.progress("  in %.1f s".formatted((System.nanoTime() - started) / 1e9));
    }

    List<HistoryStore> all() {
        return stores;
    }

    @Override
    public void close() {
        stores.forEach(HistoryStore::close);
    }
}
