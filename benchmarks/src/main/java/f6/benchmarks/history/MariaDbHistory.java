package f6.benchmarks.history;

import f6.benchmarks.BenchFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// MariaDB's own bitemporal table: an application period and system versioning, with the keys that the questions
/// need. The session's clock is set to each step's moment, so the system's time is the formal axis.
public final class MariaDbHistory implements HistoryStore {
    private static final String TABLE = """
            CREATE TABLE address (
                person UUID NOT NULL,
                valid_from DATE NOT NULL,
                valid_to DATE NOT NULL,
                street VARCHAR(80) NOT NULL,
                number INT NOT NULL,
                place VARCHAR(80) NOT NULL,
                known_from TIMESTAMP(6) GENERATED ALWAYS AS ROW START,
                known_to TIMESTAMP(6) GENERATED ALWAYS AS ROW END,
                PERIOD FOR valid (valid_from, valid_to),
                PERIOD FOR SYSTEM_TIME (known_from, known_to),
                PRIMARY KEY (person, valid WITHOUT OVERLAPS),
                KEY (known_from),
                KEY (known_to)
            ) WITH SYSTEM VERSIONING CHARACTER SET utf8mb4
            """;
    private static final LocalDateTime FIRST_STEP = LocalDateTime.of(2020, 1, 1, 0, 0);
    /// What is still known ends when its clock does, in 2038.
    private static final int LAST_YEAR = 2038;

    private final MariaDbServer server;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final String version;
    private @Nullable Filings filings;
    private Map<UUID, Integer> numbers = Map.of();

    private interface Work<T> {
        T run() throws SQLException;
    }

    private MariaDbHistory(MariaDbServer server, Connection connection) throws SQLException {
        this.server = server;
        this.connection = connection;
        this.version = connection.getMetaData().getDatabaseProductVersion();
    }

    /// @param parent of the folder that its server makes and erases
    public static MariaDbHistory start(Path parent) {
        MariaDbServer server = MariaDbServer.start(parent);
        return attempt(() -> new MariaDbHistory(server, server.connect()));
    }

    private static <T> T attempt(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new BenchFailure("MariaDB refused: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "MariaDB, AS OF";
    }

    @Override
    public String word() {
        return "mariadb";
    }

    @Override
    public String product() {
        return "MariaDB %s, system-versioned table with a period; %s"
                .formatted(version, String.join(", ", MariaDbServer.SETTINGS));
    }

    @Override
    public void load(Filings filings) {
        this.filings = filings;
        numbers = filings.numbers();
        Dossier[] dossiers = Dossier.all(filings);
        var _ = attempt(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
                connection.setAutoCommit(false);
                for (int step = 0; step < filings.stepCount(); step++) {
                    statement.execute("SET @@timestamp = " + moment(step).toEpochSecond(ZoneOffset.UTC));
                    store(filings, filings.steps().get(step), dossiers);
                    connection.commit();
                }
                connection.setAutoCommit(true);
                statement.execute("SET @@timestamp = DEFAULT");
                statement.execute("ANALYZE TABLE address");
            }
            return true;
        });
    }

    private void store(Filings filings, List<Filing> step, Dossier[] dossiers) throws SQLException {
        PreparedStatement delete = prepare("DELETE FROM address WHERE person = ? AND valid_from = ?");
        PreparedStatement insert = prepare(
                "INSERT INTO address (person, valid_from, valid_to, street, number, place) VALUES (?, ?, ?, ?, ?, ?)");
        int deletes = 0;
        for (Filing filing : step) {
            String person = filings.id(filing.person()).toString();
            List<Stay> before = dossiers[filing.person()].stays().all();
            dossiers[filing.person()].take(filing);
            List<Stay> after = dossiers[filing.person()].stays().all();
            for (Stay stay : before) {
                if (!after.contains(stay)) {
                    delete.setString(1, person);
                    delete.setObject(2, stay.from());
                    delete.addBatch();
                    deletes++;
                }
            }
            for (Stay stay : after) {
                if (!before.contains(stay)) {
                    insert.setString(1, person);
                    insert.setObject(2, stay.from());
                    insert.setObject(3, stay.until());
                    insert.setString(4, stay.address().street());
                    insert.setInt(5, stay.address().number());
                    insert.setString(6, stay.address().place());
                    insert.addBatch();
                }
            }
        }
        if (deletes > 0) {
            var _ = delete.executeBatch();
        }
        var _ = insert.executeBatch();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    private static LocalDateTime moment(int step) {
        return FIRST_STEP.plusSeconds(step);
    }

    private static int step(LocalDateTime moment) {
        return moment.getYear() >= LAST_YEAR
                ? Rectangle.STILL
                : Math.toIntExact(Duration.between(FIRST_STEP, moment).toSeconds());
    }

    private String id(int person) {
        if (filings == null) {
            throw new IllegalStateException("asked before it was loaded");
        }
        return filings.id(person).toString();
    }

    @Override
    public @Nullable Address at(int person, LocalDate day, int step) {
        Optional<Address> address = attempt(() -> {
            PreparedStatement select = prepare("SELECT street, number, place FROM address FOR SYSTEM_TIME AS OF ?"
                    + " WHERE person = ? AND valid_from <= ? AND valid_to > ?");
            select.setObject(1, moment(step));
            select.setString(2, id(person));
            select.setObject(3, day);
            select.setObject(4, day);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(address(row)) : Optional.empty();
            }
        });
        return address.orElse(null);
    }

    private static Address address(ResultSet row) throws SQLException {
        return new Address(row.getString("street"), row.getInt("number"), row.getString("place"));
    }

    private static Stay stay(ResultSet row) throws SQLException {
        return new Stay(
                row.getObject("valid_from", LocalDate.class), row.getObject("valid_to", LocalDate.class), address(row));
    }

    @Override
    public List<Rectangle> timeline(int person) {
        return attempt(() -> {
            PreparedStatement select =
                    prepare("SELECT valid_from, valid_to, street, number, place, known_from, known_to"
                            + " FROM address FOR SYSTEM_TIME ALL WHERE person = ?");
            select.setString(1, id(person));
            List<Rectangle> rectangles = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rectangles.add(new Rectangle(
                            stay(row),
                            step(row.getObject("known_from", LocalDateTime.class)),
                            step(row.getObject("known_to", LocalDateTime.class))));
                }
            }
            return rectangles;
        });
    }

    @Override
    public List<Difference> diff(int person, int before, int after) {
        return attempt(() -> stays(person, before).differences(person, stays(person, after)));
    }

    private Stays stays(int person, int step) throws SQLException {
        PreparedStatement select = prepare("SELECT valid_from, valid_to, street, number, place"
                + " FROM address FOR SYSTEM_TIME AS OF ? WHERE person = ?");
        select.setObject(1, moment(step));
        select.setString(2, id(person));
        List<Stay> stays = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                stays.add(stay(row));
            }
        }
        return Stays.of(stays);
    }

    /// Whose rows began or ended in between, then all of their rows at both moments.
    @Override
    public List<Difference> diffAll(int before, int after) {
        return attempt(() -> {
            Map<Integer, List<Stay>> then = changed(before, after, before);
            Map<Integer, List<Stay>> now = changed(before, after, after);
            NavigableSet<Integer> people = new TreeSet<>(then.keySet());
            people.addAll(now.keySet());
            List<Difference> differences = new ArrayList<>();
            for (int person : people) {
                Stays old = Stays.of(then.getOrDefault(person, List.of()));
                differences.addAll(old.differences(person, Stays.of(now.getOrDefault(person, List.of()))));
            }
            return differences;
        });
    }

    private Map<Integer, List<Stay>> changed(int before, int after, int step) throws SQLException {
        PreparedStatement select = prepare("""
                SELECT STRAIGHT_JOIN a.person, a.valid_from, a.valid_to, a.street, a.number, a.place
                FROM (SELECT person FROM address FOR SYSTEM_TIME ALL WHERE known_from > ? AND known_from <= ?
                    UNION SELECT person FROM address FOR SYSTEM_TIME ALL WHERE known_to > ? AND known_to <= ?) changed
                JOIN address FOR SYSTEM_TIME AS OF ? a ON a.person = changed.person
                """);
        select.setObject(1, moment(before));
        select.setObject(2, moment(after));
        select.setObject(3, moment(before));
        select.setObject(4, moment(after));
        select.setObject(5, moment(step));
        Map<Integer, List<Stay>> stays = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                int person = Objects.requireNonNull(numbers.get(UUID.fromString(row.getString("person"))));
                stays.computeIfAbsent(person, _ -> new ArrayList<>()).add(stay(row));
            }
        }
        return stays;
    }

    @Override
    public void close() {
        try (server) {
            var _ = attempt(() -> {
                connection.close();
                return true;
            });
        }
    }
}
