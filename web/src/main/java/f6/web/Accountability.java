package f6.web;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.store.StoreFailure;
import f6.zone.Zone;
import f6.zone.accountability.AuditLog;
import f6.zone.accountability.Pseudonyms;
import f6.zone.accountability.ReadLog;
import f6.zone.accountability.ReadRecord;
import f6.zone.accountability.Trace;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sees to it that no read is answered before it is on record who read of whom.
///
/// @param reads where reads are recorded
/// @param actions where management is
/// @param pseudonyms under which the objects that were read are recorded
public record Accountability(ReadLog reads, AuditLog actions, Pseudonyms pseudonyms, Clock clock) {
    private static final String TRACEPARENT = "traceparent";
    static final String READS = Accountability.class.getName() + ".reads";

    /// What one request reads, while it is answered.
    static final class Reads {
        private final Trace trace;
        private final Instant start;
        private final List<Read> all = new ArrayList<>();

        private final Accountability accountability;

        private Reads(Accountability accountability, Trace trace, Instant start) {
            this.accountability = accountability;
            this.trace = trace;
            this.start = start;
        }

        private record Read(Zone zone, Source source, String name, URI activity, Collection<ObjectId> objects) {}

        /// Notes that objects are read of by a view.
        ///
        /// @param name what was asked
        synchronized void add(Zone zone, Source source, String name, String view, Collection<ObjectId> objects) {
            add(zone, source, name, zone.definition().processing().of(view), objects);
        }

        /// The same of their events.
        synchronized void add(Zone zone, Source source, String name, Collection<ObjectId> objects) {
            add(zone, source, name, zone.definition().processing().ofZone(), objects);
        }

        private void add(Zone zone, Source source, String name, URI activity, Collection<ObjectId> objects) {
            if (!objects.isEmpty()) {
                all.add(new Read(zone, source, name, activity, new LinkedHashSet<>(objects)));
            }
        }

        /// Notes that events are read of whomever they are about: a line without subject.
        synchronized void addBulk(Zone zone, Source source, String name) {
            all.add(new Read(zone, source, name, zone.definition().processing().ofZone(), Set.of()));
        }

        private synchronized List<Read> unsettled() {
            List<Read> unsettled = List.copyOf(all);
            all.clear();
            return unsettled;
        }

        /// Puts on record what was noted.
        ///
        /// @throws Unaccountable when it is not known to be on record; then nothing of it may be told
        void settle() {
            accountability.settle(this);
        }
    }

    /// Lets the handlers of a request note what they read.
    void begin(HttpServletRequest request) {
        request.setAttribute(READS, new Reads(this, Trace.of(request.getHeader(TRACEPARENT)), clock.instant()));
    }

    /// What the request reads; it is to be settled before it is answered.
    static Reads readsOf(Map<String, Object> attributes) {
        if (attributes.get(READS) instanceof Reads reads) {
            return reads;
        }
        throw new IllegalStateException("a request that is not accounted for");
    }

    private void settle(Reads reads) {
        List<ReadRecord> records = new ArrayList<>();
        Instant end = clock.instant();
        for (Reads.Read read : reads.unsettled()) {
            if (read.objects().size() == 1) {
                records.add(record(
                        reads, read, Optional.empty(), read.objects().iterator().next(), end));
                continue;
            }
            ReadRecord whole = record(reads, read, Optional.empty(), null, end);
            records.add(whole);
            read.objects().forEach(object -> records.add(record(reads, read, Optional.of(whole.span()), object, end)));
        }
        try {
            this.reads.write(records);
        } catch (StoreFailure e) {
            throw new Unaccountable(e);
        }
    }

    private ReadRecord record(
            Reads reads, Reads.Read read, Optional<String> parent, @Nullable ObjectId object, Instant end) {
        return new ReadRecord(
                read.zone().definition().name(),
                reads.trace,
                Trace.newSpan(),
                parent,
                read.name(),
                read.activity(),
                Optional.ofNullable(object).map(pseudonyms::of),
                read.source(),
                reads.start,
                end);
    }

    /// It could not be put on record who read of whom, so it is not told.
    static final class Unaccountable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unaccountable(StoreFailure cause) {
            super("a read could not be recorded: " + cause.getMessage(), cause);
        }
    }
}
