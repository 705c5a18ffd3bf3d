package f6.benchmarks.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Answers by going over a person's filings one by one: slow, and what all stores must agree with.
public final class Recount implements HistoryStore {
    private final List<List<Known>> known = new ArrayList<>();
    private int facts;
    private List<List<Filing>> steps = List.of();

    private record Known(int step, Filing filing) {}

    @Override
    public String name() {
        return "recount";
    }

    @Override
    public String word() {
        return "recount";
    }

    @Override
    public String product() {
        return "filings, recounted";
    }

    @Override
    public void load(Filings filings) {
        facts = filings.facts();
        steps = filings.steps();
        for (int person = 0; person < filings.people(); person++) {
            known.add(new ArrayList<>());
        }
        for (int step = 0; step < steps.size(); step++) {
            for (Filing filing : steps.get(step)) {
                known.get(filing.person()).add(new Known(step, filing));
            }
        }
    }

    private Stays stays(int person, int step) {
        Dossier dossier = new Dossier(facts);
        for (Known each : known.get(person)) {
            if (each.step <= step) {
                dossier.take(each.filing);
            }
        }
        return dossier.stays();
    }

    @Override
    public @Nullable Address at(int person, LocalDate day, int step) {
        return stays(person, step).at(day);
    }

    @Override
    public List<Rectangle> timeline(int person) {
        NavigableMap<Integer, Stays> byStep = new TreeMap<>();
        known.get(person).forEach(each -> byStep.put(each.step, stays(person, each.step)));
        return Rectangle.of(byStep);
    }

    @Override
    public List<Difference> diff(int person, int before, int after) {
        return stays(person, before).differences(person, stays(person, after));
    }

    @Override
    public List<Difference> diffAll(int before, int after) {
        NavigableSet<Integer> concerned = new TreeSet<>();
        for (List<Filing> step : steps.subList(before + 1, after + 1)) {
            step.forEach(filing -> concerned.add(filing.person()));
        }
        return concerned.stream()
                .flatMap(person -> diff(person, before, after).stream())
                .toList();
    }

    @Override
    public void close() {}
}
