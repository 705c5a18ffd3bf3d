package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.eventstore.event.InvalidValue;
import f6.postgres.Databases;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node is started with.
///
/// @param data the node's folder; holds the embedded database if no other is named
/// @param database a PostgreSQL to use instead of the embedded one
/// @param issuer of the tokens to trust; empty in development
/// @param dev issue tokens for ready users, on loopback only
/// @param all of them, those above included
record NodeSettings(
        List<Path> zones,
        Path data,
        Optional<Database> database,
        String address,
        int port,
        Optional<String> issuer,
        boolean dev,
        Settings all) {
    /// What a token must be meant for.
    static final String AUDIENCE = "f6";

    static final int MAX_PORT = 65_535;

    /// @param pool connections at most
    record Database(String url, String user, String password, int pool) {
        static Optional<Database> of(Settings settings) {
            return settings.text(Setting.DATABASE)
                    .map(url -> new Database(
                            url,
                            settings.requiredText(Setting.DATABASE_USER),
                            settings.text(Setting.DATABASE_PASSWORD).orElse(""),
                            settings.number(Setting.DATABASE_POOL).orElseThrow()));
        }

        HikariDataSource connect() {
            return Databases.pool(url, user, password, pool);
        }

        /// Where it is, to be told.
        @Override
        public String toString() {
            return Databases.withoutSecrets(url);
        }
    }

    NodeSettings {
        zones = List.copyOf(zones);
        List<String> wrong = wrong(zones, address, port, issuer, dev);
        if (!wrong.isEmpty()) {
            throw new UsageFailure(String.join(System.lineSeparator(), wrong));
        }
    }

    /// With defaults for the rest.
    NodeSettings(
            List<Path> zones,
            Path data,
            Optional<Database> database,
            String address,
            int port,
            Optional<String> issuer,
            boolean dev) {
        this(zones, data, database, address, port, issuer, dev, Settings.none());
    }

    /// @throws InvalidValue with all that is wrong
    static NodeSettings of(Settings settings) {
        List<Path> zones = zones(settings);
        String address = settings.requiredText(Setting.ADDRESS);
        int port = settings.number(Setting.PORT).orElseThrow();
        Optional<String> issuer = settings.text(Setting.ISSUER);
        boolean dev = settings.isOn(Setting.DEV);
        settings.requireNone(wrong(zones, address, port, issuer, dev));
        var _ = SecuritySettings.of(settings); // what is wrong there is told before anything starts
        return new NodeSettings(
                zones,
                Places.nodeData(settings.path(Setting.DATA).orElse(null)),
                Database.of(settings),
                address,
                port,
                issuer,
                dev,
                settings);
    }

    /// Those named, or in development those of Zonnendaal.
    static List<Path> zones(Settings settings) {
        List<Path> named = settings.paths(Setting.ZONE);
        return named.isEmpty() && settings.isOn(Setting.DEV) ? Places.zonnendaalZones() : named;
    }

    private static List<String> wrong(
            List<Path> zones, String address, int port, Optional<String> issuer, boolean dev) {
        List<String> wrong = new ArrayList<>();
        if (zones.isEmpty()) {
            wrong.add("no zone to serve: name its definition with --zone FILE");
        }
        if (port < 0 || port > MAX_PORT) {
            wrong.add(wrongPort(port));
        }
        if (dev) {
            try {
                if (!isLoopback(address)) {
                    wrong.add("--dev hands out tokens to whoever asks, so it serves only this machine: use --address"
                            + " 127.0.0.1, not " + address);
                }
            } catch (UsageFailure e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        if (dev == issuer.isPresent()) {
            wrong.add("whose tokens to trust? Use --issuer URL, or --dev to try it out: one of the two");
        }
        return wrong;
    }

    private static String wrongPort(int port) {
        return "--port is 0 (any free one) to %d, not %d".formatted(MAX_PORT, port);
    }

    static void requirePort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new UsageFailure(wrongPort(port));
        }
    }

    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new UsageFailure("--address %s is not an address of this machine".formatted(address), e);
        }
    }
}
