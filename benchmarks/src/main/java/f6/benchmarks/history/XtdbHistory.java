package f6.benchmarks.history;

import clojure.lang.Keyword;
import clojure.lang.RT;
import f6.benchmarks.BenchFailure;
import f6.benchmarks.Products;
import f6.postgres.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import xtdb.api.HistoryOptions;
import xtdb.api.HistoryOptions.SortOrder;
import xtdb.api.ICursor;
import xtdb.api.IXtdb;
import xtdb.api.IXtdbDatasource;
import xtdb.api.TransactionInstant;
import xtdb.api.XtdbDocument;
import xtdb.api.tx.Transaction;

/// XTDB 1 in this process, its log, documents and indexes in RocksDB in a new folder. A person is an entity whose
/// documents are put at the day from which they are so; a step is a transaction with a time of its own.
///
/// Its point read is the Datalog query `q`; what `entity` answers on the same basis is read with [#entity].
public final class XtdbHistory implements HistoryStore {
    private static final Object QUERY = RT.readString(
            "{:find [s n p] :in [person] :where [[person :street s] [person :number n] [person :place p]]}");
    private static final Instant FIRST_STEP = Instant.parse("2020-01-01T00:00:00Z");
    /// After all days.
    private static final Date LATER = date(LocalDate.of(2200, 1, 1));
    /// It takes some thousand documents a second.
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final Keyword VALID_TIME = Keyword.intern("xtdb.api", "valid-time");
    private static final Keyword TX_TIME = Keyword.intern("xtdb.api", "tx-time");
    private static final Keyword TX_ID = Keyword.intern("xtdb.api", "tx-id");
    private static final Keyword TX_OPS = Keyword.intern("xtdb.api", "tx-ops");
    private static final Keyword DOC = Keyword.intern("xtdb.api", "doc");
    private static final Keyword ID = Keyword.intern("xt", "id");
    private static final Keyword STREET = Keyword.intern("street");
    private static final Keyword NUMBER = Keyword.intern("number");
    private static final Keyword PLACE = Keyword.intern("place");

    private final Path folder;
    private final IXtdb node;
    private final List<TransactionInstant> transactions = new ArrayList<>();
    private @Nullable Filings filings;
    private Map<UUID, Integer> numbers = Map.of();

    private XtdbHistory(Path folder, IXtdb node) {
        this.folder = folder;
        this.node = node;
    }

    /// @param parent of the folder that it makes and erases
    public static XtdbHistory start(Path parent) {
        try {
            Files.createDirectories(parent);
            Path folder = Files.createTempDirectory(parent, "xtdb-");
            Map<String, Object> modules = new HashMap<>();
            for (String part : List.of("index-store", "document-store", "tx-log")) {
                Map<String, Object> rocks = Map.of(
                        "xtdb/module",
                        "xtdb.rocksdb/->kv-store",
                        "db-dir",
                        folder.resolve(part).toFile());
                modules.put("xtdb/" + part, Map.of("kv-store", rocks));
            }
            return new XtdbHistory(folder, IXtdb.startNode(modules));
        } catch (IOException e) {
            throw new BenchFailure("cannot make a folder in %s: %s".formatted(parent, e.getMessage()), e);
        }
    }

    @Override
    public String name() {
        return "XTDB, Datalog";
    }

    @Override
    public String word() {
        return "xtdb";
    }

    @Override
    public String product() {
        return "XTDB %s in this process, on RocksDB by xtdb-rocksdb %s"
                .formatted(Products.version("xtdb"), Products.version("xtdb-rocksdb"));
    }

    @Override
    public void load(Filings filings) {
        this.filings = filings;
        numbers = filings.numbers();
        Dossier[] dossiers = Dossier.all(filings);
        for (int step = 0; step < filings.stepCount(); step++) {
            Transaction.Builder transaction = Transaction.builder().withTxTime(Date.from(FIRST_STEP.plusSeconds(step)));
            for (Filing filing : filings.steps().get(step)) {
                put(filings.id(filing.person()), dossiers[filing.person()], filing, transaction);
            }
            transactions.add(node.submitTx(transaction.build()));
        }
        node.awaitTx(transactions.getLast(), PATIENCE);
    }

    /// A document counts from its day until the next day that has one. So on each day that has one or gets one,
    /// there must be what is so then by now.
    private static void put(UUID id, Dossier dossier, Filing filing, Transaction.Builder transaction) {
        Set<LocalDate> had = dossier.days();
        Stays before = dossier.stays();
        dossier.take(filing);
        Stays after = dossier.stays();
        for (LocalDate day : dossier.days()) {
            Address address = after.at(day);
            if (had.contains(day) && Objects.equals(address, before.at(day))) {
                continue;
            }
            if (address == null) {
                transaction.delete(id, date(day));
            } else {
                Map<String, Object> fields =
                        Map.of("street", address.street(), "number", (long) address.number(), "place", address.place());
                transaction.put(XtdbDocument.create(id, fields), date(day));
            }
        }
    }

    private static Date date(LocalDate day) {
        return Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private IXtdbDatasource basis(Date day, int step) {
        return node.db(day, transactions.get(step).getTime());
    }

    private UUID id(int person) {
        if (filings == null) {
            throw new IllegalStateException("asked before it was loaded");
        }
        return filings.id(person);
    }

    @Override
    public @Nullable Address at(int person, LocalDate day, int step) {
        Collection<List<?>> rows = basis(date(day), step).query(QUERY, id(person));
        for (List<?> row : rows) {
            return address(row.get(0), row.get(1), row.get(2));
        }
        return null;
    }

    /// The same point by looking up the entity, which is answered from this process's memory if it is there.
    public @Nullable Address entity(int person, LocalDate day, int step) {
        XtdbDocument document = basis(date(day), step).entity(id(person));
        return document == null ? null : address(document.get("street"), document.get("number"), document.get("place"));
    }

    private static Address address(Map<Keyword, ?> version) {
        Map<?, ?> document = (Map<?, ?>) Objects.requireNonNull(version.get(DOC));
        return address(document.get(STREET), document.get(NUMBER), document.get(PLACE));
    }

    private static Address address(@Nullable Object street, @Nullable Object number, @Nullable Object place) {
        if (number instanceof Long house) {
            return new Address(String.valueOf(street), house.intValue(), String.valueOf(place));
        }
        throw new BenchFailure("not a house number: " + number, null);
    }

    @Override
    public List<Rectangle> timeline(int person) {
        HistoryOptions options =
                HistoryOptions.create(SortOrder.ASC).withDocs(true).withCorrections(true);
        NavigableMap<Integer, NavigableMap<LocalDate, Address>> puts = new TreeMap<>();
        for (Map<Keyword, ?> version : basis(LATER, transactions.size() - 1).entityHistory(id(person), options)) {
            puts.computeIfAbsent(step(version.get(TX_TIME)), _ -> new TreeMap<>())
                    .put(day(version.get(VALID_TIME)), address(version));
        }
        NavigableMap<LocalDate, Address> addresses = new TreeMap<>();
        NavigableMap<Integer, Stays> known = new TreeMap<>();
        puts.forEach((step, more) -> {
            addresses.putAll(more);
            known.put(step, Stays.of(addresses));
        });
        return Rectangle.of(known);
    }

    private static int step(@Nullable Object txTime) {
        return Math.toIntExact(Duration.between(FIRST_STEP, ((Date) Objects.requireNonNull(txTime)).toInstant())
                .toSeconds());
    }

    private static LocalDate day(@Nullable Object validTime) {
        return LocalDate.ofInstant(((Date) Objects.requireNonNull(validTime)).toInstant(), ZoneOffset.UTC);
    }

    @Override
    public List<Difference> diff(int person, int before, int after) {
        return stays(person, before).differences(person, stays(person, after));
    }

    private Stays stays(int person, int step) {
        HistoryOptions options = HistoryOptions.create(SortOrder.ASC).withDocs(true);
        NavigableMap<LocalDate, Address> addresses = new TreeMap<>();
        for (Map<Keyword, ?> version : basis(LATER, step).entityHistory(id(person), options)) {
            addresses.put(day(version.get(VALID_TIME)), address(version));
        }
        return Stays.of(addresses);
    }

    /// Whom the transactions in between are about, then each of them on both bases.
    @Override
    public List<Difference> diffAll(int before, int after) {
        long last = transactions.get(after).getId();
        NavigableSet<Integer> concerned = new TreeSet<>();
        try (ICursor<Map<Keyword, ?>> log =
                node.openTxLog(transactions.get(before).getId(), true)) {
            while (log.hasNext()) {
                Map<Keyword, ?> transaction = log.next();
                if (((Number) Objects.requireNonNull(transaction.get(TX_ID))).longValue() > last) {
                    break;
                }
                for (Object operation : (Iterable<?>) Objects.requireNonNull(transaction.get(TX_OPS))) {
                    Map<?, ?> document = (Map<?, ?>) ((List<?>) operation).get(1);
                    concerned.add(Objects.requireNonNull(numbers.get(document.get(ID))));
                }
            }
        } catch (IOException e) {
            throw new BenchFailure("XTDB's log could not be read: " + e.getMessage(), e);
        }
        return concerned.stream()
                .flatMap(person -> diff(person, before, after).stream())
                .toList();
    }

    @Override
    public void close() {
        try {
            node.close();
            Folders.delete(folder);
        } catch (IOException e) {
            throw new BenchFailure("XTDB could not be ended: " + e.getMessage(), e);
        }
    }
}
