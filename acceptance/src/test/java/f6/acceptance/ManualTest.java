package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the manual says is so: its code is the example's, its limits are the library's, its links lead somewhere.
class ManualTest {
    private static final Pattern CODE =
            Pattern.compile("<!-- (\\S+)#(\\S+) -->\n```[a-z]+\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern JAVA = Pattern.compile("^```java\n", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern LIMIT = Pattern.compile("^\\| `(\\w+\\.\\w+)` \\| ([0-9,]+) \\|", Pattern.MULTILINE);

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(StartedNode.HOME.resolve("docs"))) {
            Stream<Path> front = Stream.of("README.md", "CONTRIBUTING.md", "examples/courses/README.md")
                    .map(StartedNode.HOME::resolve);
            return Stream.concat(front, docs.filter(page -> page.toString().endsWith(".md")))
                    .toList();
        }
    }

    /// What stands between `tag::name[]` and `end::name[]`, each time, moved to the left margin, without other
    /// tags.
    private static String region(String file, String name) throws IOException {
        List<String> region = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(StartedNode.HOME.resolve(file))) {
            if (line.contains("tag::" + name + "[]")) {
                inside = true;
            } else if (line.contains("end::" + name + "[]")) {
                inside = false;
            } else if (inside && !line.contains("tag::") && !line.contains("end::")) {
                region.add(line);
            }
        }
        assertThat(region).as("region %s of %s", name, file).isNotEmpty();
        return String.join("\n", region).stripIndent() + "\n";
    }

    @Test
    void code_is_that_of_the_example() throws IOException {
        int blocks = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (MatchResult block : CODE.matcher(text).results().toList()) {
                assertThat(block.group(3))
                        .as("%s shows %s#%s", page, block.group(1), block.group(2))
                        .isEqualTo(region(block.group(1), block.group(2)));
                blocks++;
            }
            long unmarked = JAVA.matcher(text).results().count()
                    - CODE.matcher(text)
                            .results()
                            .filter(block -> block.group().contains("\n```java\n"))
                            .count();
            assertThat(unmarked).as("Java in %s that no test compiles", page).isZero();
        }
        assertThat(blocks).isGreaterThanOrEqualTo(15);
    }

    @Test
    void links_lead_to_files() throws IOException {
        for (Path page : pages()) {
            List<String> lost = LINK.matcher(Files.readString(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .toList();
            assertThat(lost).as("links of %s", page).isEmpty();
        }
    }

    @Test
    void limits_are_those_of_the_library() throws IOException {
        String page = Files.readString(StartedNode.HOME.resolve("docs/reference/event-store.md"));
        Map<String, Long> told = LIMIT.matcher(page)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> Long.valueOf(row.group(2).replace(",", "")),
                        (a, b) -> a,
                        TreeMap::new));
        assertThat(told).isEqualTo(limits());
    }

    /// The public whole numbers of the packages that an application uses.
    private static Map<String, Long> limits() {
        Map<String, Long> limits = new TreeMap<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(
                                "f6.eventstore.event", "f6.eventstore.store", "f6.eventstore.model", "f6.postgres")
                        .stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Stream.of(type.getDeclaredFields()))
                        .filter(field ->
                                Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers()))
                        .filter(field -> field.getType() == int.class || field.getType() == long.class)
                        .forEach(field -> limits.put(
                                field.getDeclaringClass().getSimpleName() + "." + field.getName(), value(field)));
        return limits;
    }

    private static long value(Field field) {
        try {
            return ((Number) field.get(null)).longValue();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
