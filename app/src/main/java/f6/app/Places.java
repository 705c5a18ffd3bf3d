package f6.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where things are unless the user says otherwise.
final class Places {
    static final String DATA_VARIABLE = "F6_DATA";

    private Places() {}

    static Path demoData(@Nullable Path given) {
        return data(given, "demo");
    }

    static Path nodeData(@Nullable Path given) {
        return data(given, "node");
    }

    static Path publishingData(@Nullable Path given) {
        return data(given, "publishing");
    }

    private static Path data(@Nullable Path given, String name) {
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        String variable = System.getenv(DATA_VARIABLE);
        Path all = variable == null || variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".f6")
                : Path.of(variable).toAbsolutePath().normalize();
        return all.resolve(name);
    }

    /// The folder of the development node that was started last.
    static Optional<Path> latestDevNode(@Nullable Path given) {
        return List.of(demoData(given), nodeData(given)).stream()
                .distinct()
                .filter(folder -> Files.exists(DevIssuer.keyFile(folder)))
                .max(Comparator.comparing(folder -> started(DevIssuer.keyFile(folder))));
    }

    private static FileTime started(Path keyFile) {
        try {
            return Files.getLastModifiedTime(keyFile);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /// The examples that come with F6: beside the launcher, which says where that is.
    static Path zonnendaal() {
        return Path.of(System.getProperty("f6.home", ".")).resolve("examples/zonnendaal");
    }

    static List<Path> zonnendaalZones() {
        return List.of(
                zonnendaal().resolve("burgerlijke-stand.yaml"),
                zonnendaal().resolve("adreshuishouding.yaml"),
                zonnendaal().resolve("pensioenen.yaml"));
    }
}
