package f6.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The versions of the peers that the build brought.
public final class Products {
    private static final Properties VERSIONS = new Properties();

    static {
        try (InputStream file = Products.class.getResourceAsStream("/f6-benchmarks.properties")) {
            VERSIONS.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Products() {}

    public static String version(String product) {
        return VERSIONS.getProperty(product, "of unknown version");
    }
}
