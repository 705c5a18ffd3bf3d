package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.app.F6;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The node's jar of this build with its cache of classes, as `bin/f6` runs it. Only a build that has packaged the
/// node has one: elsewhere F6 is run from the class path of the tests.
final class Packaged {
    private static final long BOUND_SECONDS = 300;
    private static final Path TARGET = StartedNode.HOME.resolve("app/target");
    private static final Path CACHE = TARGET.resolve("node/f6.aot");

    /// For these the cache costs more than it saves.
    private static final Set<String> SHORT = Set.of("help", "settings", "token");

    private static final boolean READY = madeReady();

    private Packaged() {}

    /// What comes between the options of Java and these words for F6.
    static List<String> f6(String... words) {
        if (!READY) {
            return List.of("-cp", System.getProperty("java.class.path"), "f6.app.F6");
        }
        List<String> jar = List.of("-jar", TARGET.resolve("node/f6-node.jar").toString());
        if (Stream.of(words).limit(1).anyMatch(SHORT::contains)
                || Stream.of(words).anyMatch("--help"::equals)) {
            return jar;
        }
        return Stream.concat(Stream.of("-XX:AOTCache=" + CACHE, "-Xlog:aot=off", "-Xlog:cds=off"), jar.stream())
                .toList();
    }

    /// Whether `bin/f6` has its cache; asking makes it.
    static boolean isMade() {
        return READY;
    }

    private static boolean isPackaged() {
        return F6.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .endsWith(".jar");
    }

    private static boolean madeReady() {
        if (!isPackaged()) {
            return false;
        }
        try {
            if (!isReady()) {
                ProcessBuilder aot = new ProcessBuilder(
                                StartedNode.HOME.resolve("bin/f6").toString(), "aot")
                        .redirectErrorStream(true)
                        .redirectOutput(Path.of("target/aot.txt").toFile());
                aot.environment().put("JAVA_HOME", System.getProperty("java.home"));
                assertThat(aot.start().waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
            return isReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isReady() throws IOException {
        return Files.exists(CACHE)
                && Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(TARGET.resolve("built"))) > 0;
    }
}
