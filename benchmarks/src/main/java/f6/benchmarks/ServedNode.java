package f6.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A node in a process of its own, as a user starts it, on the database that is measured.
final class ServedNode implements AutoCloseable {
    private static final String READY = "f6: health: ";
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final URI address;
    private final String token;

    private ServedNode(Process process, URI address, String token) {
        this.process = process;
        this.address = address;
        this.token = token;
    }

    /// @param zone its definition
    static ServedNode start(Site site, Settings settings, Path zone, Report report) {
        report.progress("starting a node");
        try {
            Path folder = Files.createTempDirectory(settings.data(), "node-");
            ProcessBuilder serve = command(
                    "serve",
                    "--dev",
                    "--port",
                    "0",
                    "--zone",
                    zone.toString(),
                    "--data",
                    folder.toString(),
                    "--database",
                    site.jdbcUrl("public"),
                    "--database-user",
                    site.user());
            serve.environment().put("F6_DATABASE_PASSWORD", site.password());
            Process process = serve.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop the node"));
            URI address = address(process);
            return new ServedNode(process, address, token(folder));
        } catch (IOException e) {
            throw new BenchFailure("cannot start a node: " + e.getMessage(), e);
        }
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Settings.home().resolve("bin").resolve("f6").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static URI address(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(READY)) {
                return URI.create(line.substring(READY.length())).resolve("/");
            }
        }
        throw new BenchFailure("the node did not start: " + said, null);
    }

    private static String token(Path folder) throws IOException {
        Process process = command("token", "--as", "ambtenaar", "--data", folder.toString())
                .start();
        String token = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw new BenchFailure("the node gave no token", null);
        }
        return token;
    }

    URI address() {
        return address;
    }

    String token() {
        return token;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
