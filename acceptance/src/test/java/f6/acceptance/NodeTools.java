package f6.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Tools of others that run on Node.js, installed from the npm registry into the build's folder.
final class NodeTools {
    private static final long BOUND_SECONDS = 300;
    private static final Path FOLDER = Path.of("target/node-tools").toAbsolutePath();

    private NodeTools() {}

    /// How a tool ended.
    record Ended(int status, String output) {}

    /// The folder with the tools. Where they cannot be had, the test that asks says why and does not run.
    static synchronized Path installed() {
        try {
            Files.createDirectories(FOLDER);
            for (String file : List.of("package.json", "audit.js")) {
                copy(file);
            }
            if (!Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
                Ended npm = run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error");
                Assumptions.assumeTrue(npm.status() == 0, "not run: npm could not install the tools: " + npm.output());
            }
            return FOLDER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String file) throws IOException {
        try (InputStream source = NodeTools.class.getResourceAsStream("/f6/node/" + file)) {
            var _ = Files.copy(
                    Objects.requireNonNull(source), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Runs a command in the folder; one that is not on this machine leaves the test not run, and said so.
    static Ended run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        Path output = FOLDER.resolve("output.txt");
        Process process;
        try {
            process = new ProcessBuilder(all)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("not run: there is no %s on this machine: install Node.js and npm".formatted(command[0]));
            throw new UncheckedIOException(e);
        }
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("%s did not end in %d s".formatted(all, BOUND_SECONDS));
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
