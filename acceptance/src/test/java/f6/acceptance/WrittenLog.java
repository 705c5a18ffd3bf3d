package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/// A log of births of the register of Zonnendaal, written as an export has it.
final class WrittenLog {
    static final String ZONE = "burgerlijke-stand";
    private static final Instant FIRST = Instant.parse("2024-05-08T12:00:00Z");
    private static final long BOUND_SECONDS = 120;

    private WrittenLog() {}

    static String event(long position) {
        return "00000000-0000-7000-8000-%012x".formatted(position);
    }

    static String child(long position) {
        return "00000000-0000-4000-9000-%012x".formatted(position);
    }

    private static String line(long position) {
        Instant at = FIRST.plusMillis(position);
        return ("{\"position\":%d,\"id\":\"%s\",\"created_at\":\"%s\",\"occurred_at\":\"%s\",\"object_ids\":[\"%s\"],"
                        + "\"event_type\":\"Geboorte\",\"event_version\":\"1\",\"event_kind\":\"CLAIM\","
                        + "\"event_source_id\":\"00000000-0000-4000-8000-000000000001\",\"event_source_type\":\"ouder\","
                        + "\"event_reference\":[],\"event_data\":{\"kind\":\"%s\",\"datum\":{\"type\":\"Datum\","
                        + "\"datum\":\"2024-05-07\"},\"naam\":{\"voornamen\":\"Zoë\",\"geslachtsnaam\":\"Nr %d\"}}}\n")
                .formatted(position, event(position), at, at, child(position), child(position), position);
    }

    static String header(String log, long count) {
        return "{\"f6_export\":1,\"log\":\"%s\",\"head\":%d,\"count\":%d}\n".formatted(log, count, count);
    }

    /// All of a file, sound.
    static String births(int count) {
        StringBuilder lines = new StringBuilder(header("zone_burgerlijke_stand", count));
        for (int position = 1; position <= count; position++) {
            lines.append(line(position));
        }
        return sealed(lines.toString());
    }

    /// With the checksum that these lines have.
    static String sealed(String lines) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
            return lines + "{\"sha256\":\"" + HexFormat.of().formatHex(digest) + "\"}\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// A node on a fresh folder that holds so many births.
    static StartedNode node(int count) {
        Path folder = ReadyFolder.fresh();
        try {
            Path file = Files.writeString(
                    folder.resolveSibling(folder.getFileName() + ".ndjson"), births(count), StandardCharsets.UTF_8);
            Process process = StartedNode.f6(folder, "import", file.toString(), "--data", folder.toString());
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(output + StartedNode.errors(folder))
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return StartedNode.start(folder);
    }
}
