package f6.benchmarks.http;

import f6.benchmarks.BenchFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A node in a process of its own, as `bin/f6 serve --dev` starts it.
final class NodeProcess implements AutoCloseable {
    private static final long BOUND_SECONDS = 120;

    private final Process process;
    private final URI address;
    private final String token;

    private NodeProcess(Process process, URI address, String token) {
        this.process = process;
        this.address = address;
        this.token = token;
    }

    /// @param home where F6 lies, built
    /// @param folder of the node, which is new
    /// @param options of the JVM
    static NodeProcess start(Path home, Path folder, List<String> options, List<String> settings) {
        Path jar = home.resolve("app/target/f6-node.jar");
        if (!Files.exists(jar)) {
            throw new BenchFailure("there is no " + jar + ": run bin/f6 --version once, which builds it", null);
        }
        try {
            List<String> serve = new ArrayList<>(List.of("serve", "--dev", "--port", "0", "--data", folder.toString()));
            serve.addAll(settings);
            Process process = java(home, jar, options, serve, folder);
            BufferedReader said = process.inputReader();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("f6: health: ")) {
                    URI address = URI.create(
                                    line.substring("f6: health: ".length()).strip())
                            .resolve("/");
                    var _ = Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                    return new NodeProcess(process, address, token(home, jar, folder));
                }
            }
            throw new BenchFailure("the node did not start: see " + errors(folder), null);
        } catch (IOException e) {
            throw new BenchFailure("the node did not start: " + e.getMessage(), e);
        }
    }

    private static Path errors(Path folder) {
        return folder.resolveSibling(folder.getFileName() + "-errors.txt");
    }

    private static Process java(Path home, Path jar, List<String> options, List<String> arguments, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Df6.home=" + home,
                "-Df6.bench=true"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors(folder).toFile()))
                .start();
    }

    private static String token(Path home, Path jar, Path folder) throws IOException {
        Process process =
                java(home, jar, List.of(), List.of("token", "--as", "ambtenaar", "--data", folder.toString()), folder);
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    URI address() {
        return address;
    }

    String token() {
        return token;
    }

    long pid() {
        return process.pid();
    }

    Exchange connect() throws IOException {
        return new Exchange(address, token);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
