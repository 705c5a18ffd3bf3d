package f6.app;

import com.zaxxer.hikari.HikariDataSource;
import f6.postgres.Databases;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a node is started with.
///
/// @param data the node's folder; holds the embedded database if no other is named
/// @param database a PostgreSQL to use instead of the embedded one
/// @param issuer of the tokens to trust; empty in development
/// @param dev issue tokens for ready users, on loopback only
record NodeSettings(
        List<Path> zones,
        Path data,
        Optional<Database> database,
        String address,
        int port,
        Optional<String> issuer,
        boolean dev,
        SecuritySettings security) {
    /// What a token must be meant for.
    static final String AUDIENCE = "f6";

    static final int MAX_PORT = 65_535;

    record Database(String url, String user, String password) {
        HikariDataSource connect() {
            return Databases.pool(url, user, password);
        }

        /// Where it is, to be told.
        @Override
        public String toString() {
            return Databases.withoutSecrets(url);
        }
    }

    /// With what is standard for the rest.
    NodeSettings(
            List<Path> zones,
            Path data,
            Optional<Database> database,
            String address,
            int port,
            Optional<String> issuer,
            boolean dev) {
        this(zones, data, database, address, port, issuer, dev, SecuritySettings.STANDARD);
    }

    NodeSettings {
        zones = List.copyOf(zones);
        if (zones.isEmpty()) {
            throw new UsageFailure("no zone to serve: name its definition with --zone FILE");
        }
        requirePort(port);
        if (dev && !isLoopback(address)) {
            throw new UsageFailure(
                    "--dev hands out tokens to whoever asks, so it serves only this machine: use --address 127.0.0.1, not "
                            + address);
        }
        if (dev == issuer.isPresent()) {
            throw new UsageFailure("whose tokens to trust? Use --issuer URL, or --dev to try it out: one of the two");
        }
    }

    static void requirePort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new UsageFailure("--port is 0 (any free one) to %d, not %d".formatted(MAX_PORT, port));
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
