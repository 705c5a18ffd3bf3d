package f6.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.contracts.Seed;
import f6.eventstore.event.StoredEvent;
import f6.postgres.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an import takes, and what it refuses, by line and reason.
class LogFileReaderTest {
    private static final int EVENTS = 40;
    private static final int DAMAGES = 2_000;
    private static final Instant FIRST = Instant.parse("2024-05-08T12:00:00.5Z");

    @TempDir
    private Path folder;

    private static String event(int position) {
        return ("{\"position\":%d,\"id\":\"%s\",\"created_at\":\"%s\",\"occurred_at\":\"2024-05-08T12:00:00Z\","
                        + "\"object_ids\":[\"00000000-0000-4000-9000-000000000001\"],\"event_type\":\"Geboorte é\","
                        + "\"event_version\":\"1\",\"event_kind\":\"CLAIM\","
                        + "\"event_source_id\":\"00000000-0000-4000-8000-000000000001\",\"event_source_type\":\"ouder\","
                        + "\"event_reference\":[],\"event_data\":{\"naam\":\"Zoë\",\"nummer\":%d}}")
                .formatted(position, new UUID(0x7000, position), FIRST.plusMillis(position), position);
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("{\"f6_export\":1,\"log\":\"zone_x\",\"head\":%1$d,\"count\":%1$d}".formatted(EVENTS));
        IntStream.rangeClosed(1, EVENTS).mapToObj(LogFileReaderTest::event).forEach(lines::add);
        return lines;
    }

    /// With the checksum that they have as they are.
    private static String sealed(List<String> lines) {
        String text = String.join("\n", lines) + "\n";
        MessageDigest checksum = LogFile.checksum();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return text + LogFile.line(checksum) + "\n";
    }

    private List<StoredEvent> read(String name, byte[] bytes) throws IOException {
        LogFile file = new LogFile(Files.write(folder.resolve(name), bytes));
        List<StoredEvent> events = new ArrayList<>();
        var _ = LogFileReader.read(file, events::addAll, "read", Progress.NONE);
        return events;
    }

    private List<StoredEvent> read(String text) throws IOException {
        return read("log.ndjson", text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void a_sound_file_is_read_whole() throws IOException {
        List<StoredEvent> events = read(sealed(lines()));

        assertThat(events).hasSize(EVENTS);
        assertThat(events.getLast().position().value()).isEqualTo(EVENTS);
        assertThat(events.getLast().createdAt()).isEqualTo(FIRST.plusMillis(EVENTS));
        assertThat(events.getLast().event().data().members()).containsEntry("nummer", (long) EVENTS);
        assertThat(read("log.ndjson.gz", packed(sealed(lines())))).isEqualTo(events);
    }

    @Test
    void an_empty_log_is_a_log() throws IOException {
        assertThat(read(sealed(List.of("{\"f6_export\":1,\"log\":\"zone_x\",\"head\":0,\"count\":0}"))))
                .isEmpty();
    }

    /// What was changed by hand, checksum and all.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0 | f6_export":1 | f6_export":2                        | line 1: the file is of format 2
            0 | "log"        | "Log"                               | line 1: has the members
            0 | 40,"count    | 41,"count                           | line 1: head and count differ
            0 | :40          | :41                                 | line 42: the file ends early: position 41
            0 | :40          | :39                                 | line 41: the file was altered
            0 | :40          | :-1                                 | line 1: count is not a whole number
            3 | :3,"id       | :4,"id                              | line 4: holds position 4, where 3 must be
            3 | 12:00:00.503 | 11:00:00.503                        | line 4: was stored at 2024-05-08T11:00:00.503Z, before
            3 | 12:00:00.503 | gisteren                            | line 4: created_at is not a moment
            3 | 000000000003 | 000000000002                        | line 4: has the id of an event before it
            3 | CLAIM        | RUMOUR                              | line 4: event_kind is not known
            3 | "naam"       | "nummer":1,"naam"                   | line 4: is not JSON as it was exported
            3 | {"naam"      | {{"naam"                            | line 4: is not JSON as it was exported
            3 | [],          | ["x"],                              | line 4:
            3 | "event_kind  | "x":1,"event_kind                   | line 4: has the members
            3 | :"Zoë"       | :"Zo\\u0000"                         | line 4: /naam: a text holds a NUL
            """)
    void what_is_wrong_is_told_by_line_and_reason(int line, String old, String changed, String said) {
        List<String> lines = lines();
        lines.set(line, lines.get(line).replace(old, changed));

        assertThatThrownBy(() -> read(sealed(lines)))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining(said);
    }

    @Test
    void two_lines_that_changed_places_are_found() {
        List<String> lines = lines();
        Collections.swap(lines, 7, 8);

        assertThatThrownBy(() -> read(sealed(lines))).hasMessageContaining("line 8: holds position 8, where 7 must be");
    }

    @Test
    void what_is_no_export_is_told_to_be_none() {
        assertThatThrownBy(() -> read("id,naam\n1,Zoë\n")).hasMessageContaining("line 1: is not JSON");
        assertThatThrownBy(() -> read("")).hasMessageContaining("line 1: the file ends early");
        assertThatThrownBy(() -> read("log.gz", new byte[] {1, 2, 3})).hasMessageContaining("not a whole gzip file");
        assertThatThrownBy(() ->
                        LogFileReader.read(new LogFile(folder.resolve("nergens")), _ -> {}, "read", Progress.NONE))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining("there is no file");
    }

    /// Any byte changed, any part left out or doubled: never is such a file taken.
    @Test
    void no_damage_goes_unnoticed() throws IOException {
        SplittableRandom random = new SplittableRandom(Seed.print("LogFileReaderTest"));
        byte[] sound = sealed(lines()).getBytes(StandardCharsets.UTF_8);
        byte[] packed = packed(sealed(lines()));
        List<StoredEvent> events = read("sound.ndjson", sound);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = damaged(sound, random);
            assertThatThrownBy(() -> read("log.ndjson", damaged)).isInstanceOf(UsageFailure.class);
            byte[] broken = damaged(packed, random);
            // Some bytes of a gzip file say nothing of what is in it: its time, its system.
            assertThat(readOrRefused("log.ndjson.gz", broken)).isIn(List.of(), events);
        }
    }

    private List<StoredEvent> readOrRefused(String name, byte[] bytes) throws IOException {
        try {
            return read(name, bytes);
        } catch (UsageFailure e) {
            return List.of();
        }
    }

    private static byte[] damaged(byte[] sound, SplittableRandom random) {
        int at = random.nextInt(sound.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] changed = sound.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> Arrays.copyOf(sound, at);
            case 2 -> joined(sound, 0, at, Math.min(sound.length, at + 1 + random.nextInt(500)), sound.length);
            default -> joined(sound, 0, at + 1, Math.max(0, at - random.nextInt(500)), sound.length);
        };
    }

    private static byte[] joined(byte[] of, int from, int until, int again, int end) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.write(of, from, until - from);
        parts.write(of, again, end - again);
        return parts.toByteArray();
    }

    @Test
    void ids_are_remembered_however_many() {
        SeenIds seen = new SeenIds();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(new UUID(i % 7, i))).isTrue();
        }
        for (int i = 0; i < 100_000; i += 97) {
            assertThat(seen.add(new UUID(i % 7, i))).isFalse();
        }
    }
}
