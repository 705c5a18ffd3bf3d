package f6.zone.management;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.store.EventStore;
import f6.eventstore.timeline.KeptTimelines;
import f6.zone.Zone;
import f6.zone.command.StoredEventsCheck;
import f6.zone.definition.DefinitionDiff;
import f6.zone.definition.DefinitionException;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.Fingerprints;
import f6.zone.definition.ZoneDefinition;
import f6.zone.observe.ZoneObserver;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The definitions of one zone, and the zone that runs by the one that rules. What is asked here is done on the
/// management log, so all nodes of a database agree on it; [#follow] brings a node to where the log is.
public final class ZoneDefinitions {
    /// Of one zone: whoever has more does not know any more which is which.
    public static final int MAX_PROPOSALS = 1_000;
    /// In characters; an event's data has to hold it.
    public static final int MAX_TEXT = 900_000;
    /// Of others who change the definition at the same time.
    private static final int MAX_ATTEMPTS = 10;
    /// Events that may be looked at while commands wait: some milliseconds.
    private static final int FEW_EVENTS = 200;
    /// Looks at what was appended during the look before.
    private static final int MAX_LOOKS = 20;
    /// Who activates what a node is started with.
    public static final Source NODE = new Source(new UUID(0, 0), "node");

    private final ManagementLog log;
    private final EventStore events;
    private final Keeping keeping;
    private final Usable usable;
    private final Zone zone;
    /// The activation that the zone runs by.
    private Position applied;
    private String folding;

    /// What a node is started with.
    ///
    /// @param file its name, for messages
    public record Offered(String file, String text, ZoneDefinition definition) {
        /// @throws DefinitionException when the text has mistakes
        public static Offered of(String file, String text) {
            return new Offered(file, text, DefinitionFile.parse(file, text));
        }
    }

    private ZoneDefinitions(
            ManagementLog log,
            EventStore events,
            Keeping keeping,
            Usable usable,
            Zone zone,
            Position applied,
            String folding) {
        this.log = log;
        this.events = events;
        this.keeping = keeping;
        this.usable = usable;
        this.zone = zone;
        this.applied = applied;
        this.folding = folding;
    }

    /// Starts a zone by the definition that rules it. One that was never seen before is proposed and activated
    /// first, if all that is stored fits it; one that was seen before changes nothing.
    ///
    /// @param events the zone's log
    /// @param says told what the one who starts the node should know
    /// @throws InvalidValue when what is stored does not fit a definition that was never seen
    public static ZoneDefinitions start(
            ManagementLog log,
            Offered offered,
            EventStore events,
            Clock clock,
            Keeping keeping,
            Usable usable,
            ZoneObserver observer,
            Consumer<String> says) {
        DefinitionBook book = ruled(log, offered, events, usable, says);
        Activation active = book.active().orElseThrow();
        ZoneDefinition definition = log.definition(active.definition());
        String folding = book.folding(definition.fingerprint());
        Zone zone = new Zone(definition, events, clock, keeping.by(definition, folding), observer);
        return new ZoneDefinitions(log, events, keeping, usable, zone, active.position(), folding);
    }

    private static DefinitionBook ruled(
            ManagementLog log, Offered offered, EventStore events, Usable usable, Consumer<String> says) {
        ZoneDefinition definition = offered.definition();
        String name = definition.name();
        String digest = Fingerprints.ofText(offered.text());
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            DefinitionBook book = log.read(name);
            Optional<Proposal> seen = book.byDigest(digest);
            Optional<Activation> active = book.active();
            if (seen.isPresent() && active.isPresent()) {
                if (!active.get().definition().equals(seen.get().id())) {
                    says.accept(
                            "zone %s: definition %s, activated %s, rules; the one in %s was seen before and changes nothing: activate %s if it is to rule"
                                    .formatted(
                                            name,
                                            active.get().definition(),
                                            active.get().at(),
                                            offered.file(),
                                            seen.get().id()));
                }
                return book;
            }
            requireUsable(definition, usable);
            requireModest(offered.text(), book);
            Position checked = requireFit(log, offered, events, book, says);
            Event proposal = log.proposed(NODE, definition, offered.text());
            if (log.appendProposal(
                    name, book, proposal, log.activated(NODE, definition, proposal.id(), false, checked, book))) {
                return log.read(name);
            }
        }
        throw new InvalidValue("other nodes change the definition of zone %s all the time: try again".formatted(name));
    }

    private static void requireUsable(ZoneDefinition definition, Usable usable) {
        usable.objection(definition).ifPresent(why -> {
            throw new InvalidValue(why);
        });
    }

    private static void requireModest(String text, DefinitionBook book) {
        InvalidValue.require(text.length() <= MAX_TEXT, "a definition has at most %d characters".formatted(MAX_TEXT));
        InvalidValue.require(
                book.proposals().size() < MAX_PROPOSALS,
                "%d definitions were proposed of this zone: no more are taken".formatted(MAX_PROPOSALS));
    }

    private static Position requireFit(
            ManagementLog log, Offered offered, EventStore events, DefinitionBook book, Consumer<String> says) {
        if (events.head().equals(Position.START)) {
            return Position.START;
        }
        String name = offered.definition().name();
        says.accept("zone %s: the definition in %s is new: looking whether it takes what is stored"
                .formatted(name, offered.file()));
        StoredEventsCheck.Result check = check(offered.definition(), active(log, book), events, Position.START);
        if (!check.fits()) {
            throw new InvalidValue("the definition of zone %s cannot take events that are stored; mend it first:%n%s"
                    .formatted(name, inWords(check)));
        }
        return check.upTo();
    }

    /// Which events do not fit, one a line.
    public static String inWords(StoredEventsCheck.Result check) {
        StringBuilder words = new StringBuilder();
        check.first().forEach(one -> words.append("  position %s: %s%n".formatted(one.position(), one.why())));
        long more = check.unfit() - check.first().size();
        return more > 0
                ? words + "  and %d more".formatted(more)
                : words.toString().stripTrailing();
    }

    /// The definition that rules; empty also when this version of F6 cannot read it.
    private static Optional<ZoneDefinition> active(ManagementLog log, DefinitionBook book) {
        try {
            return book.active().map(active -> log.definition(active.definition()));
        } catch (DefinitionException e) {
            return Optional.empty();
        }
    }

    /// The zone, which always runs by the definition that rules.
    public Zone zone() {
        return zone;
    }

    private String name() {
        return zone.definition().name();
    }

    /// What was proposed and activated until now.
    public DefinitionBook book() {
        return log.read(name());
    }

    /// The text of a definition of this zone.
    public Optional<String> text(EventId id) {
        return book().find(id).flatMap(proposal -> log.text(proposal.id()));
    }

    /// @param isNew false when the same text was proposed before: then this is that one
    public record Proposed(Proposal proposal, boolean isNew) {}

    /// Proposes a definition; nothing else changes by it.
    ///
    /// @param text the YAML
    /// @throws DefinitionException when it has mistakes
    /// @throws InvalidValue when it is of another zone, cannot be served, or there are too many
    public Proposed propose(Source by, String text) {
        String digest = Fingerprints.ofText(text);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            DefinitionBook book = book();
            Optional<Proposal> seen = book.byDigest(digest);
            if (seen.isPresent()) {
                return new Proposed(seen.get(), false);
            }
            requireModest(text, book);
            ZoneDefinition definition = DefinitionFile.parse("definition", text);
            InvalidValue.require(
                    definition.name().equals(name()),
                    "it defines zone %s, and this is zone %s".formatted(definition.name(), name()));
            requireUsable(definition, usable);
            Event proposal = log.proposed(by, definition, text);
            if (log.appendProposal(name(), book, proposal)) {
                return new Proposed(book().find(proposal.id()).orElseThrow(), true);
            }
        }
        throw new InvalidValue("others propose and activate at the same time: try again");
    }

    /// Which stored events fit a definition no longer.
    ///
    /// @return empty when there is no such definition
    public Optional<StoredEventsCheck.Result> check(EventId id) {
        DefinitionBook book = book();
        return book.find(id).map(proposal -> {
            ZoneDefinition definition = log.definition(id);
            return check(definition, active(log, book), Position.START);
        });
    }

    private StoredEventsCheck.Result check(ZoneDefinition next, Optional<ZoneDefinition> active, Position after) {
        return check(next, active, events, after);
    }

    private static StoredEventsCheck.Result check(
            ZoneDefinition next, Optional<ZoneDefinition> active, EventStore events, Position after) {
        boolean foldsAlike = active.filter(now -> now.fingerprint().equals(next.fingerprint()))
                .isPresent();
        return foldsAlike
                ? new StoredEventsCheck.Result(events.head(), 0, List.of())
                : StoredEventsCheck.of(next, active, events, after);
    }

    /// How a definition differs from another of this zone.
    ///
    /// @param against empty: the one that rules
    /// @return empty when there is no such definition
    public Optional<List<DefinitionDiff.Difference>> diff(EventId id, Optional<EventId> against) {
        EventId other =
                against.or(() -> book().active().map(Activation::definition)).orElse(id);
        return text(other).flatMap(before -> text(id).map(after -> DefinitionDiff.between(before, after)));
    }

    /// Makes a definition rule: on this node when it returns, on others within a moment. Asked again, it changes
    /// nothing.
    public Change activate(Source by, EventId id) {
        return change(by, book -> Optional.of(id), false);
    }

    /// Makes the definition rule that did so before the present one.
    public Change rollBack(Source by) {
        return change(by, DefinitionBook::before, true);
    }

    /// Which definition is to rule.
    private interface Target {
        Optional<EventId> in(DefinitionBook book);
    }

    private Change change(Source by, Target target, boolean rollback) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            DefinitionBook book = book();
            Optional<EventId> id = target.in(book);
            if (id.isEmpty()) {
                return new Change.Refused("no definition ruled before the one that rules now");
            }
            if (book.find(id.get()).isEmpty()) {
                return new Change.NoSuchDefinition();
            }
            Optional<Activation> active = book.active();
            if (!rollback
                    && active.filter(now -> now.definition().equals(id.get())).isPresent()) {
                var _ = follow();
                return new Change.Done(active.get());
            }
            Optional<Change> ended = change(by, book, id.get(), rollback);
            if (ended.isPresent()) {
                return ended.get();
            }
        }
        return new Change.Overtaken();
    }

    /// @return empty when another definition has come to rule meanwhile
    private Optional<Change> change(Source by, DefinitionBook book, EventId id, boolean rollback) {
        ZoneDefinition next;
        try {
            next = log.definition(id);
        } catch (DefinitionException e) {
            return Optional.of(new Change.Refused("this version of F6 cannot read it: " + e.getMessage()));
        }
        Optional<String> objection = usable.objection(next);
        if (objection.isPresent()) {
            return Optional.of(new Change.Refused(objection.get()));
        }
        Optional<ZoneDefinition> active = active(log, book);
        StoredEventsCheck.Result check = check(next, active, Position.START);
        for (int look = 1; look <= MAX_LOOKS && check.fits() && isFarBehind(check); look++) {
            check = check(next, active, check.upTo());
        }
        if (!check.fits()) {
            return Optional.of(new Change.Unfit(id, check));
        }
        Position checked = check.upTo();
        synchronized (this) {
            return zone.withoutCommands(() -> {
                StoredEventsCheck.Result rest = check(next, active, checked);
                if (!rest.fits()) {
                    return Optional.of(new Change.Unfit(id, rest));
                }
                Event fact = log.activated(by, next, id, rollback, rest.upTo(), book);
                if (!log.append(next.name(), book, fact)) {
                    return Optional.empty();
                }
                return Optional.of(new Change.Done(done(book, next)));
            });
        }
    }

    private boolean isFarBehind(StoredEventsCheck.Result check) {
        return events.head().value() - check.upTo().value() > FEW_EVENTS;
    }

    /// After the activation of a definition was appended: another node's may have come behind it already.
    ///
    /// @param before as it was before
    private synchronized Activation done(DefinitionBook before, ZoneDefinition next) {
        DefinitionBook now = book();
        Activation mine = now.activations().get(before.activations().size());
        if (now.activations().getLast().equals(mine)) {
            take(now, next);
        } else {
            var _ = follow();
        }
        return mine;
    }

    /// @param next what rules by the book
    private synchronized void take(DefinitionBook book, ZoneDefinition next) {
        Activation active = book.active().orElseThrow();
        String needed = book.folding(next.fingerprint());
        KeptTimelines kept = needed.equals(folding) ? zone.kept() : keeping.by(next, needed);
        zone.take(next, kept);
        folding = needed;
        applied = active.position();
    }

    /// Takes the definition that rules, if another node has activated it.
    ///
    /// @return what does not fit of what this node has stored since it was checked; empty as a rule
    public synchronized Optional<StoredEventsCheck.Result> follow() {
        DefinitionBook book = book();
        Activation active = book.active().orElseThrow();
        if (!active.position().isAfter(applied)) {
            return Optional.empty();
        }
        ZoneDefinition before = zone.definition();
        ZoneDefinition next = log.definition(active.definition());
        take(book, next);
        return Optional.of(check(next, Optional.of(before), active.checkedUpTo()))
                .filter(check -> !check.fits());
    }
}
