package f6.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A node in a process of its own, started as a user starts it.
final class StartedNode implements AutoCloseable {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final long BOUND_SECONDS = 90;
    private static final AtomicReference<StartedNode> SHARED = new AtomicReference<>();

    private static final Set<String> READY_USERS = Set.of("burger", "ouder", "ambtenaar", "beheerder", "auditor");

    private final Process process;
    private final Path data;
    private final URI address;
    private final List<String> said;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private StartedNode(Process process, Path data, URI address, List<String> said) {
        this.said = List.copyOf(said);
        this.process = process;
        this.data = data;
        this.address = address;
    }

    /// One for all tests that each use objects of their own.
    static synchronized StartedNode shared() {
        StartedNode node = SHARED.get();
        if (node == null) {
            node = start(freshFolder());
            SHARED.set(node);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        }
        return node;
    }

    static Path freshFolder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "node");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param more options of `serve`
    static StartedNode start(Path data, String... more) {
        return start(data, Map.of(), more);
    }

    /// One whose tokens are those of an issuer, or whatever its options say.
    static StartedNode serve(Path data, String... options) {
        return serve(data, Map.of(), options);
    }

    /// @param environment set beside the process's own
    static StartedNode start(Path data, Map<String, String> environment, String... more) {
        List<String> options = new ArrayList<>(List.of("--dev"));
        options.addAll(List.of(more));
        return serve(data, environment, options.toArray(String[]::new));
    }

    private static StartedNode serve(Path data, Map<String, String> environment, String... options) {
        if (!List.of(options).contains("--database")) {
            var _ = ReadyFolder.ready(data);
        }
        List<String> words = new ArrayList<>(List.of("serve", "--port", "0", "--data", data.toString()));
        words.addAll(List.of(options));
        Process process = f6(data, environment, words.toArray(String[]::new));
        BufferedReader output = process.inputReader();
        List<String> seen = new ArrayList<>();
        try (Bound _ = new Bound(process)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                seen.add(line);
                if (line.startsWith("f6: health: ")) {
                    URI health =
                            URI.create(line.substring("f6: health: ".length()).strip());
                    return new StartedNode(process, data, health.resolve("/"), seen);
                }
            }
            throw new AssertionError("the node did not start: " + seen + errors(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends a process that takes too long, so that who reads what it says does not wait for ever.
    private static final class Bound implements AutoCloseable {
        private final Thread watching;

        Bound(Process process) {
            this.watching = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(Duration.ofSeconds(BOUND_SECONDS));
                    var _ = process.destroyForcibly();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // it was in time
                }
            });
        }

        @Override
        public void close() {
            watching.interrupt();
        }
    }

    /// What is started in the background of a shell ignores interrupts, and so would what it starts.
    private static final List<String> INTERRUPTIBLE = interruptible("env", "--default-signal=INT");

    private static List<String> interruptible(String... command) {
        try {
            List<String> trial = new ArrayList<>(List.of(command));
            trial.add("true");
            return new ProcessBuilder(trial).start().waitFor() == 0 ? List.of(command) : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The command line in a process of its own, its error stream in a file beside the folder.
    static Process f6(Path folder, String... arguments) {
        return f6(folder, Map.of(), arguments);
    }

    private static Process f6(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(INTERRUPTIBLE);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Df6.home=" + HOME));
        command.addAll(Packaged.f6(arguments));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder process = new ProcessBuilder(command)
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(errorFile(folder).toFile()));
            process.environment().putAll(environment);
            return process.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path errorFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + "-errors.txt");
    }

    /// All that was said on the error stream by commands on a folder.
    static String errors(Path folder) {
        try {
            return Files.readString(errorFile(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return address;
    }

    /// The address that it said behind a word, such as `metrics`.
    URI said(String word) {
        String start = "f6: %s: ".formatted(word);
        return said.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> URI.create(line.substring(start.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + word + " in " + said));
    }

    Process process() {
        return process;
    }

    Path data() {
        return data;
    }

    String token(String user) {
        return tokens.computeIfAbsent(user, name -> {
            // A type that is no ready user is a source all the same.
            String which = READY_USERS.contains(name) ? "--as" : "--type";
            Process process = f6(data, "token", which, name, "--data", data.toString());
            try (Bound _ = new Bound(process)) {
                String token = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new AssertionError("no token for " + name);
                }
                return token;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /// As by Ctrl-C from another terminal.
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
