package f6.acceptance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The people who work with a civil registry and the words they use.
final class CivilRegistry {
    /// A person, known by an id alone.
    record Person(UUID id) {
        static Person someone() {
            return new Person(UUID.randomUUID());
        }
    }

    /// What was put in the register: by which event, and what of its chain its author has seen last.
    record Entry(UUID event, UUID head, Instant knownFrom, String basis) {
        Entry seenUpTo(Entry later) {
            return new Entry(event, later.event(), knownFrom, basis);
        }
    }

    private final ZoneDriver driver;

    CivilRegistry(ZoneDriver driver) {
        this.driver = driver;
    }

    Actor registrar() {
        return new Actor("ambtenaar");
    }

    Actor parent() {
        return new Actor("ouder");
    }

    Actor citizen() {
        return new Actor("burger");
    }

    final class Actor {
        private final String role;

        Actor(String role) {
            this.role = role;
        }

        Entry claimsBirth(Person child, String day, String name) {
            return entry(triesToClaimBirth(child, day, name));
        }

        Reply triesToClaimBirth(Person child, String day, String name) {
            return driver.record(role, UUID.randomUUID(), "Geboorte", birth(child, day, name));
        }

        Reply claimsBirthAs(UUID event, Person child, String day, String name) {
            return driver.record(role, event, "Geboorte", birth(child, day, name));
        }

        Reply triesToClaimDeath(Person person, String day) {
            return driver.record(
                    role,
                    UUID.randomUUID(),
                    "Overlijden",
                    Map.of("persoon", person.id().toString(), "datum", date(day)));
        }

        Entry registersDeath(Person person, String day) {
            return registered(entry(triesToClaimDeath(person, day)));
        }

        Entry registersBirth(Person child, String day, String name) {
            return registered(claimsBirth(child, day, name));
        }

        Entry registersName(Person person, String day, String name) {
            return registered(entry(driver.record(
                    role,
                    UUID.randomUUID(),
                    "Naamswijziging",
                    Map.of(
                            "persoon",
                            person.id().toString(),
                            "datum",
                            date(day),
                            "naam",
                            Map.of("geslachtsnaam", name)))));
        }

        private Entry registered(Entry claim) {
            Entry accepted = accepts(claim);
            return new Entry(claim.event(), accepted.event(), accepted.knownFrom(), "");
        }

        Entry accepts(Entry claim) {
            return entry(triesToAccept(claim));
        }

        Reply triesToAccept(Entry claim) {
            return driver.validate(role, UUID.randomUUID(), claim.event(), claim.head(), true, Optional.empty());
        }

        Entry acceptsFrom(Entry claim, String day) {
            return entry(driver.validate(
                    role, UUID.randomUUID(), claim.event(), claim.head(), true, Optional.of(LocalDate.parse(day))));
        }

        Entry rejects(Entry claim) {
            return entry(
                    driver.validate(role, UUID.randomUUID(), claim.event(), claim.head(), false, Optional.empty()));
        }

        Entry correctsName(Entry entry, String name) {
            return entry(triesToCorrectName(entry, name));
        }

        Reply triesToCorrectName(Entry entry, String name) {
            return driver.amend(
                    role,
                    UUID.randomUUID(),
                    entry.event(),
                    entry.head(),
                    Map.of("naam", Map.of("geslachtsnaam", name)));
        }

        Entry movesDate(Entry entry, String day) {
            return entry(
                    driver.amend(role, UUID.randomUUID(), entry.event(), entry.head(), Map.of("datum", date(day))));
        }

        Entry retracts(Entry entry) {
            return entry(driver.retract(role, UUID.randomUUID(), entry.event(), entry.head()));
        }

        private static Entry entry(Reply reply) {
            Reply.Done done = reply.done();
            return new Entry(done.event(), done.event(), done.knownFrom(), done.basis());
        }
    }

    private static Map<String, Object> birth(Person child, String day, String name) {
        return Map.of("kind", child.id().toString(), "datum", date(day), "naam", Map.of("geslachtsnaam", name));
    }

    private static Map<String, Object> date(String day) {
        return Map.of("type", "Datum", "datum", day);
    }

    /// A question to the register; by default about today, by what is known now, of what is in force.
    Question about(Person person) {
        return new Question(person, Optional.empty(), Optional.empty(), false);
    }

    final class Question {
        private final Person person;
        private final Optional<LocalDate> day;
        private final Optional<Instant> known;
        private final boolean asserted;

        private Question(Person person, Optional<LocalDate> day, Optional<Instant> known, boolean asserted) {
            this.person = person;
            this.day = day;
            this.known = known;
            this.asserted = asserted;
        }

        Question on(String date) {
            return new Question(person, Optional.of(LocalDate.parse(date)), known, asserted);
        }

        Question knownWith(Entry entry) {
            return new Question(person, day, Optional.of(entry.knownFrom()), asserted);
        }

        Question countingWhatIsPending() {
            return new Question(person, day, known, true);
        }

        boolean isRegistered() {
            return state().isPresent();
        }

        boolean isDead() {
            return state().map(fields -> fields.containsKey("overlijden")).orElse(false);
        }

        @Nullable
        String surname() {
            return state().map(fields -> fields.get("naam") instanceof Map<?, ?> name
                            ? String.valueOf(name.get("geslachtsnaam"))
                            : null)
                    .orElse(null);
        }

        private Optional<Map<String, Object>> state() {
            return driver.view("persoon", person.id(), day, known, asserted).map(LinkedHashMap::new);
        }
    }

    List<UUID> eventsOf(Person person) {
        return driver.events(person.id());
    }
}
