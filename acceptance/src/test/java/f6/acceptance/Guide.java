package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A page of the documentation whose blocks of shell commands have names, as in `sh tour`, so that they can be run as
/// they stand there.
final class Guide {
    /// Where the pages have their node.
    static final String NODE = "http://127.0.0.1:8606";

    private static final long BOUND_SECONDS = 300;
    private static final Pattern BLOCK = Pattern.compile("```sh ([a-z ]+)\n(.*?)```", Pattern.DOTALL);
    private static final String HEALTH = "f6: health: ";

    private final List<Block> blocks;
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Path errors = StartedNode.freshFolder().resolve("errors.txt");

    /// @param name what stands behind `sh`
    record Block(String name, String script) {}

    /// @param page relative to the home of F6
    /// @param folder where its commands are run
    Guide(String page, Path folder) {
        try {
            this.blocks = BLOCK.matcher(Files.readString(StartedNode.HOME.resolve(page)))
                    .results()
                    .map(block -> new Block(block.group(1), block.group(2)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.folder = folder;
        var _ = Packaged.isMade(); // so that bin/f6 starts sooner
    }

    Guide with(String variable, Path value) {
        environment.put(variable, value.toString());
        return this;
    }

    /// Those of these names, in the order of the page; there must be some.
    List<Block> blocks(String... names) {
        List<Block> named = blocks.stream()
                .filter(block -> List.of(names).contains(block.name()))
                .toList();
        assertThat(named).as(String.join(", ", names)).isNotEmpty();
        return named;
    }

    /// One script of all blocks of a name.
    String script(String name) {
        return joined(blocks(name));
    }

    static String joined(List<Block> blocks) {
        return blocks.stream().map(Block::script).collect(Collectors.joining("\n"));
    }

    /// A shell that ends with the first command that fails.
    Process start(String script) throws IOException {
        String whole =
                folder.equals(StartedNode.HOME) ? script : script.replace("bin/f6", StartedNode.HOME + "/bin/f6");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + whole)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        bash.environment().putAll(environment);
        return bash.start();
    }

    /// What a script says when it ends well.
    String run(String script) throws IOException, InterruptedException {
        Process process = start(script);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said + errors()).isZero();
        return said;
    }

    /// The error stream of all that was run.
    String errors() throws IOException {
        return Files.readString(errors);
    }

    /// Starts a node by a command of the page, but on any free port.
    Served serve(String command) throws IOException {
        Process node = start("exec " + command.strip().replace(" --port 8606", "") + " --port 0");
        BufferedReader output = node.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(HEALTH)) {
                return new Served(node, line.substring(HEALTH.length(), line.indexOf("/actuator")), said);
            }
        }
        throw new AssertionError("the node did not start: " + said + errors());
    }

    /// A node that runs until it is closed.
    ///
    /// @param address without a slash at the end
    record Served(Process process, String address, List<String> said) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
            try {
                assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Each of the words in a line of its own, behind the line with those before.
    static void requireInOrder(String answers, String... said) {
        List<String> rest = answers.lines().toList();
        for (String words : said) {
            assertThat(rest).as(words).anyMatch(line -> line.contains(words));
            rest = rest.stream()
                    .dropWhile(line -> !line.contains(words))
                    .skip(1)
                    .toList();
        }
    }
}
