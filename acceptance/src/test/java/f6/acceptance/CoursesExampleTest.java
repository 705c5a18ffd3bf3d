package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.store.EventStore;
import f6.postgres.PostgresEventStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The example of the library, built and tested as its reader would: a copy of its folder, from nothing, with the
/// library's jars and POMs as an installation leaves them. Third-party jars come from this build's local
/// repository.
class CoursesExampleTest {
    private static final long BOUND_SECONDS = 300;
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Path EXAMPLE = Path.of("target/courses").toAbsolutePath();
    private static final Path REPOSITORY = Path.of("target/courses-repository").toAbsolutePath();
    private static final Pattern OUTPUT =
            Pattern.compile("<!-- what target/courses.jar prints -->\n```text\n(.*?)```\n", Pattern.DOTALL);

    @BeforeAll
    static void copy_and_install() throws IOException {
        delete(EXAMPLE);
        delete(REPOSITORY);
        Path source = StartedNode.HOME.resolve("examples/courses");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = source.relativize(file);
                if (!relative.startsWith("target")) {
                    copy(file, EXAMPLE.resolve(relative));
                }
            }
        }
        Path usual = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Path shared = Path.of(System.getProperty("localRepository", usual.toString())); // set by Surefire
        Files.createDirectories(REPOSITORY);
        try (Stream<Path> groups = Files.list(shared)) {
            for (Path group : groups.filter(Files::isDirectory).toList()) {
                Path link = REPOSITORY.resolve(group.getFileName());
                if (!link.endsWith("f6")) {
                    Files.createSymbolicLink(link, group);
                }
            }
        }
        copy(StartedNode.HOME.resolve("pom.xml"), installed("f6", "pom"));
        install("eventstore", EventStore.class);
        install("postgres", PostgresEventStore.class);
    }

    private static Path installed(String artifact, String extension) {
        return REPOSITORY.resolve("f6/%1$s/%2$s/%1$s-%2$s.%3$s".formatted(artifact, VERSION, extension));
    }

    /// Packs the classes that this test runs with, wherever Maven has them: in a jar already, or in a folder.
    private static void install(String artifact, Class<?> member) throws IOException {
        copy(StartedNode.HOME.resolve(artifact + "/pom.xml"), installed(artifact, "pom"));
        Path classes = Path.of(
                member.getProtectionDomain().getCodeSource().getLocation().getPath());
        Path jar = installed(artifact, "jar");
        if (Files.isDirectory(classes)) {
            int status = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
            assertThat(status).isZero();
        } else {
            copy(classes, jar);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    /// Links are deleted, not followed.
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = EXAMPLE.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(EXAMPLE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as(Files.readString(output)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            return Files.readString(output);
        } finally {
            process.destroy();
        }
    }

    private static String maven(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of("mvn", "-B", "-Dmaven.repo.local=" + REPOSITORY), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Test
    void it_builds_passes_its_tests_and_prints_what_the_tutorial_says() throws Exception {
        assertThat(maven("verify")).contains("Tests run:").contains("BUILD SUCCESS");

        Matcher tutorial =
                OUTPUT.matcher(Files.readString(StartedNode.HOME.resolve("docs/tutorial/first-event-store.md")));
        assertThat(tutorial.find()).isTrue();
        Path data = EXAMPLE.resolve("target/data");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(run(java, "-jar", "target/courses.jar", data.toString())).isEqualTo(tutorial.group(1));
    }

    @Test
    void two_dependencies_are_enough() throws Exception {
        String resolve = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";
        assertThat(List.of(maven("-f", "minimal-pom.xml", resolve).split("[:\n]")))
                .anySatisfy(jar -> assertThat(jar).endsWith("postgres-%s.jar".formatted(VERSION)));
    }
}
