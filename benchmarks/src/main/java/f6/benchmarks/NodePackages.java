package f6.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Node.js peers' scripts and packages, fetched on first use into this module's build.
final class NodePackages {
    private final Path folder;

    private NodePackages(Path folder) {
        this.folder = folder;
    }

    /// @throws BenchFailure when there is no Node.js or the packages cannot be fetched
    static NodePackages fetch(Report report) {
        if (!runs("node") || !runs("npm")) {
            throw new BenchFailure("needs node and npm on the PATH; leave it out of --peers to do without", null);
        }
        Path target = Settings.target();
        Path source = target.resolveSibling("src").resolve("main").resolve("node");
        Path folder = target.resolve("node");
        try {
            boolean fetched = Files.exists(folder.resolve("fetched"))
                    && Files.mismatch(source.resolve("package-lock.json"), folder.resolve("package-lock.json")) < 0;
            copy(source, folder);
            if (!fetched) {
                report.progress("fetching the packages of the Node.js peers");
                install(folder);
                Files.writeString(folder.resolve("fetched"), "");
            }
            return new NodePackages(folder);
        } catch (IOException e) {
            throw new BenchFailure("cannot prepare the Node.js peers: " + e.getMessage(), e);
        }
    }

    private static void copy(Path source, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(source)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.copy(file, folder.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void install(Path folder) throws IOException {
        Path log = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (await(npm) != 0) {
            throw new BenchFailure("npm could not fetch the packages of the Node.js peers: see " + log, null);
        }
    }

    private static boolean runs(String program) {
        try {
            return await(new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start())
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    Path script(String name) {
        return folder.resolve(name);
    }

    /// As installed.
    String version(String name) {
        try {
            String json = Files.readString(
                    folder.resolve("node_modules").resolve(name).resolve("package.json"));
            Matcher version =
                    Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
            return version.find() ? version.group(1) : "of unknown version";
        } catch (IOException e) {
            throw new BenchFailure(name + " is not installed", e);
        }
    }
}
