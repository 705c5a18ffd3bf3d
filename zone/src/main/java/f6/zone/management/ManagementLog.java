package f6.zone.management;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.EventType;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.zone.definition.DefinitionException;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.Fingerprints;
import f6.zone.definition.ZoneDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The log of what was done to the definitions of the zones of a database: facts, each told by who asked for it.
/// It is a
/// log like any other, apart from those of the zones.
public final class ManagementLog {
    static final EventType PROPOSED = new EventType("DefinitionProposed");
    static final EventType ACTIVATED = new EventType("DefinitionActivated");
    static final EventType ROLLED_BACK = new EventType("DefinitionRolledBack");
    private static final String VERSION = "1";
    private static final String ZONE = "zone";
    private static final String DEFINITION = "definition";
    private static final String DEFINED_VERSION = "version";
    private static final String DIGEST = "sha256";
    private static final String TEXT = "text";
    private static final String FINGERPRINT = "fingerprint";
    private static final String CHECKED = "checkedUpTo";

    private final EventStore store;
    private final Clock clock;
    private final Map<String, DefinitionBook> books = new ConcurrentHashMap<>();

    public ManagementLog(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    EventStore store() {
        return store;
    }

    /// The object that all events about a zone name.
    static ObjectId objectOf(String zone) {
        return new ObjectId(UUID.nameUUIDFromBytes(("f6-zone:" + zone).getBytes(StandardCharsets.UTF_8)));
    }

    /// The zone that an event is about.
    static String zoneOf(StoredEvent stored) {
        return text(stored, ZONE);
    }

    /// What is stored about a zone now.
    DefinitionBook read(String zone) {
        DefinitionBook book = books.getOrDefault(zone, DefinitionBook.EMPTY);
        Iterator<StoredEvent> more = store.read(
                        Query.ofObjects(objectOf(zone)), ReadOptions.FORWARD.after(book.position()))
                .iterator();
        while (more.hasNext()) {
            book = next(book, more.next());
        }
        books.put(zone, book);
        return book;
    }

    private static DefinitionBook next(DefinitionBook book, StoredEvent stored) {
        EventType type = stored.event().type();
        if (type.equals(PROPOSED)) {
            return book.with(
                    stored.position(),
                    new Proposal(
                            stored.id(),
                            stored.createdAt(),
                            stored.event().source(),
                            text(stored, DEFINED_VERSION),
                            text(stored, DIGEST)));
        }
        if (!type.equals(ACTIVATED) && !type.equals(ROLLED_BACK)) {
            return book; // told by a later version of F6
        }
        return book.with(new Activation(
                stored.position(),
                stored.createdAt(),
                stored.event().source(),
                EventId.of(text(stored, DEFINITION)),
                type.equals(ROLLED_BACK),
                text(stored, FINGERPRINT),
                new Position(Long.parseLong(text(stored, CHECKED)))));
    }

    private static String text(StoredEvent stored, String member) {
        return String.valueOf(stored.event().data().members().get(member));
    }

    /// The text of a definition that was proposed.
    Optional<String> text(EventId definition) {
        return store.find(definition)
                .filter(stored -> stored.event().type().equals(PROPOSED))
                .map(stored -> text(stored, TEXT));
    }

    /// A definition that was proposed.
    ///
    /// @throws DefinitionException when this version of F6 cannot read it any more
    ZoneDefinition definition(EventId id) {
        return DefinitionFile.parse("definition " + id, text(id).orElseThrow());
    }

    /// The definition that rules a zone now; empty when the zone is not known here.
    ///
    /// @throws DefinitionException when this version of F6 cannot read it any more
    public Optional<ZoneDefinition> ruling(String zone) {
        return read(zone).active().map(active -> definition(active.definition()));
    }

    Event proposed(Source by, ZoneDefinition definition, String text) {
        return fact(
                PROPOSED,
                by,
                definition.name(),
                Map.of(
                        DEFINED_VERSION,
                        definition.version(),
                        DIGEST,
                        Fingerprints.ofText(text),
                        FINGERPRINT,
                        definition.fingerprint(),
                        TEXT,
                        text));
    }

    Event activated(
            Source by, ZoneDefinition definition, EventId id, boolean rollback, Position checked, DefinitionBook book) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put(DEFINITION, id.toString());
        said.put(DEFINED_VERSION, definition.version());
        said.put(FINGERPRINT, definition.fingerprint());
        said.put(CHECKED, checked.value());
        book.active().ifPresent(active -> said.put("before", active.definition().toString()));
        return fact(rollback ? ROLLED_BACK : ACTIVATED, by, definition.name(), said);
    }

    private Event fact(EventType type, Source by, String zone, Map<String, Object> said) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put(ZONE, zone);
        data.putAll(said);
        Instant now = clock.instant();
        return new Event(
                EventId.next(),
                type,
                VERSION,
                EventKind.FACT,
                now,
                List.of(objectOf(zone)),
                by,
                List.of(),
                new EventData(data));
    }

    /// Appends facts if no other definition has come to rule since the book was read.
    ///
    /// @return false when one has
    boolean append(String zone, DefinitionBook read, Event... facts) {
        return append(zone, read, Set.of(ACTIVATED, ROLLED_BACK), facts);
    }

    /// Appends a proposal if none has come since the book was read.
    boolean appendProposal(String zone, DefinitionBook read, Event... facts) {
        return append(zone, read, Set.of(PROPOSED, ACTIVATED, ROLLED_BACK), facts);
    }

    private boolean append(String zone, DefinitionBook read, Set<EventType> unless, Event... facts) {
        AppendCondition condition =
                AppendCondition.noneMatchesAfter(Query.of(unless, Set.of(objectOf(zone))), read.position());
        return switch (store.append(new ArrayList<>(List.of(facts)), condition)) {
            case AppendResult.Appended _ -> true;
            case AppendResult.Conflict _ -> false;
            case AppendResult.IdTaken taken -> throw new IllegalStateException("a fresh id is taken: " + taken.id());
            case AppendResult.Refused refused -> throw new IllegalStateException("no view is kept of this log");
        };
    }
}
