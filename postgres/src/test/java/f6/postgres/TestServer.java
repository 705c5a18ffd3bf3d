package f6.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// One embedded server for the tests of this module, with a fresh schema for who asks.
public final class TestServer {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    static final Path FOLDER = temporary();
    public static final EmbeddedServer SERVER = EmbeddedServer.start(FOLDER);
    public static final HikariDataSource DATABASE = SERVER.connect();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }

    private TestServer() {}

    public static String freshSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    static Path temporary() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "postgres");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
