package f6.benchmarks.history;

import f6.benchmarks.history.Filing.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// Everything that was filed about the addresses of some people, in the order in which it became known: a list of
/// steps, each of which a store takes as one transaction. A person is in a step at most once, so the formal moment
/// after each step is the same question to every store.
///
/// The same numbers give the same filings.
public final class Filings {
    /// Filings in a step, more or less.
    public static final int STEP = 100;

    static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    /// First registrations are spread over these, and all others follow within [#SPAN_DAYS].
    private static final int FIRST_DAYS = 6 * 365;

    private static final int SPAN_DAYS = 19 * 365;
    /// One in so many facts is corrected.
    private static final int CORRECTED = 10;
    /// One in so many facts is registered late, after facts of a later date.
    private static final int LATE = 20;

    private final int people;
    private final int facts;
    private final long seed;
    private final List<List<Filing>> steps = new ArrayList<>();

    /// @param registered the day on which it is filed
    private record Dated(int registered, Filing filing) {}

    private Filings(int people, int facts, long seed) {
        this.people = people;
        this.facts = facts;
        this.seed = seed;
    }

    public static Filings generate(int people, int facts, long seed) {
        Filings filings = new Filings(people, facts, seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Dated> all = new ArrayList<>();
        for (int person = 0; person < people; person++) {
            filings.file(person, random.split(), all);
        }
        all.sort(Comparator.comparingInt(Dated::registered)); // stable: a person's own order stays
        filings.cut(all);
        return filings;
    }

    private void file(int person, SplittableRandom random, List<Dated> all) {
        int between = Math.max(6, SPAN_DAYS / facts);
        int day = (int) FIRST_DAY.toEpochDay() + random.nextInt(FIRST_DAYS);
        int first = day;
        int firstRegistered = day + random.nextInt(3);
        int place = place(random);
        Set<Integer> days = new HashSet<>(Set.of(first));
        List<Dated> own = new ArrayList<>();
        for (int fact = 0; fact < facts; fact++) {
            if (fact > 0) {
                day += between / 3 + 1 + random.nextInt(between * 4 / 3);
                place = otherThan(place, random);
            }
            days.add(day);
            int delay = random.nextInt(LATE) == 0 ? 2 * between + random.nextInt(3 * between) : random.nextInt(14);
            int registered = fact == 0 ? firstRegistered : Math.max(firstRegistered + 1, day + delay);
            Filing filing = new Filing(Kind.REGISTERED, person, fact, day, place);
            own.add(new Dated(registered, filing));
        }
        for (Dated each : List.copyOf(own)) {
            if (random.nextInt(CORRECTED) == 0) {
                int corrected = each.registered + 10 + random.nextInt(2 * 365);
                own.add(new Dated(corrected, correction(each.filing, first, days, random)));
            }
        }
        own.sort(Comparator.comparingInt(Dated::registered));
        all.addAll(own);
    }

    /// Half of the corrections are of the address, half of the date, which stays the person's only one of that
    /// day, and the first registration the person's first.
    private Filing correction(Filing filing, int first, Set<Integer> days, SplittableRandom random) {
        if (random.nextBoolean()) {
            int day = filing.epochDay()
                    + (1 + random.nextInt(20)) * (filing.fact() == 0 || random.nextBoolean() ? -1 : 1);
            if ((filing.fact() == 0 || day > first) && days.add(day)) {
                return new Filing(Kind.REDATED, filing.person(), filing.fact(), day, filing.place());
            }
        }
        int place = otherThan(filing.place(), random);
        return new Filing(Kind.READDRESSED, filing.person(), filing.fact(), filing.epochDay(), place);
    }

    private int otherThan(int place, SplittableRandom random) {
        int other = place(random);
        while (other == place) {
            other = place(random);
        }
        return other;
    }

    private int place(SplittableRandom random) {
        return random.nextInt(2 * people);
    }

    private void cut(List<Dated> all) {
        int[] next = new int[people]; // the first step in which a person may be
        for (int i = 0; i < all.size(); i++) {
            Filing filing = all.get(i).filing;
            int step = Math.max(i / STEP, next[filing.person()]);
            while (steps.size() <= step) {
                steps.add(new ArrayList<>());
            }
            steps.get(step).add(filing);
            next[filing.person()] = step + 1;
        }
    }

    public int people() {
        return people;
    }

    public int facts() {
        return facts;
    }

    public long seed() {
        return seed;
    }

    /// The last one is never empty.
    List<List<Filing>> steps() {
        return steps;
    }

    /// Of all kinds.
    public int size() {
        return steps.stream().mapToInt(List::size).sum();
    }

    public int stepCount() {
        return steps.size();
    }

    /// One person's, for everyone outside.
    UUID id(int person) {
        SplittableRandom random = new SplittableRandom(seed + person);
        return version4(random.nextLong(), random.nextLong());
    }

    /// People by their ids.
    Map<UUID, Integer> numbers() {
        Map<UUID, Integer> numbers = HashMap.newHashMap(people);
        for (int person = 0; person < people; person++) {
            numbers.put(id(person), person);
        }
        return numbers;
    }

    /// An address's, the same way.
    UUID placeId(int place) {
        SplittableRandom random = new SplittableRandom(~seed - place);
        return version4(random.nextLong(), random.nextLong());
    }

    private static UUID version4(long high, long low) {
        return new UUID((high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    /// A day on which someone might ask about.
    public static LocalDate anyDay(SplittableRandom random) {
        return FIRST_DAY.plusDays(random.nextInt(FIRST_DAYS + SPAN_DAYS));
    }
}
