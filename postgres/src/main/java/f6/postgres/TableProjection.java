package f6.postgres;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.Query;
import f6.eventstore.store.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/// A view of the log in tables of a schema of its own, `<log>_<name>`: anyone may read them, and only the
/// projection writes them.
///
/// Statements name the tables without a schema: the connection's search path leads to the ones that are meant.
/// What is written must follow from the events alone (no clock, no sequence, no random value): then the view can
/// be rebuilt and proven equal. Commits and roll-backs are not the projection's.
public interface TableProjection {
    /// Longer names would not fit the limit of PostgreSQL together with the log's.
    int MAX_NAME_LENGTH = 24;

    Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /// The question that the view answers, in lower case, digits and underscores: `members_by_course`.
    String name();

    /// Of the tables and the code. A view made by another version is built anew beside the old one.
    int version();

    /// The events that change the view.
    default Query query() {
        return Query.all();
    }

    /// Makes the empty tables.
    void create(Connection connection) throws SQLException;

    /// Makes what the view can be filled without, such as the indexes that only its readers need: when all of the
    /// log so far is in it.
    default void complete(Connection connection) throws SQLException {}

    /// Brings the view from just before the events to just after.
    ///
    /// @throws Refusal when kept synchronously, to refuse the append for a reason of the business; a violated
    /// constraint of the tables does the same
    void apply(Connection connection, List<StoredEvent> events) throws SQLException;

    /// How many parts of the view may be kept at the same time, each by one thread. Events of one object go to one
    /// part, by the first object that they name; more than one part is right only when events of different objects
    /// change different rows. Another number needs another version.
    default int partitions() {
        return 1;
    }

    /// Whether events of different objects change different rows, of an event that names several by the first:
    /// then new tables are filled from parts of the log side by side, in files meanwhile, not from all of it in
    /// its order.
    default boolean isFilledByParts() {
        return partitions() > 1;
    }

    /// Puts into new tables, not yet [completed][#complete], what the log makes of some objects.
    ///
    /// @param events all of those objects, in the order of the log
    default void fill(Connection connection, Iterator<StoredEvent> events) throws SQLException {
        while (events.hasNext()) {
            List<StoredEvent> some = new ArrayList<>();
            while (some.size() < Filling.EVENTS_AT_ONCE && events.hasNext()) {
                some.add(events.next());
            }
            apply(connection, some);
        }
    }

    /// The part that an event belongs to, from 0.
    static int partitionOf(StoredEvent event, int partitions) {
        return partitionOf(event.event().objects().getFirst(), partitions);
    }

    /// The part of the events whose first object this is, from 0.
    static int partitionOf(ObjectId first, int partitions) {
        return Math.floorMod((first.hashCode() * 0x9E3779B9) >>> 16, partitions);
    }
}
