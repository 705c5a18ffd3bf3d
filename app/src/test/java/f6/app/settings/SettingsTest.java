package f6.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Settings flags(Map<String, List<String>> flags) {
        return Settings.read(flags, Map.of());
    }

    @Test
    void a_flag_goes_before_the_environment_before_the_file_before_the_default() throws IOException {
        Path file = file("f6.yaml", "port: 1\naddress: 127.0.0.2\nissuer: https://login.example\n");

        Settings settings = Settings.read(
                Map.of("settings", List.of(file.toString()), "port", List.of("3")),
                Map.of("F6_PORT", "2", "F6_ADDRESS", "127.0.0.3", "PATH", "/bin"));

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.number(Setting.PORT)).hasValue(3);
        assertThat(settings.origin(Setting.PORT)).isEqualTo(Origin.FLAG);
        assertThat(settings.text(Setting.ADDRESS)).contains("127.0.0.3");
        assertThat(settings.origin(Setting.ADDRESS)).isEqualTo(Origin.ENVIRONMENT);
        assertThat(settings.text(Setting.ISSUER)).contains("https://login.example");
        assertThat(settings.origin(Setting.ISSUER)).isEqualTo(Origin.FILE);
        assertThat(settings.duration(Setting.STOP_WITHIN)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.origin(Setting.STOP_WITHIN)).isEqualTo(Origin.DEFAULT);
        assertThat(SettingsTable.effective(settings))
                .anySatisfy(line ->
                        assertThat(line).startsWith("port ").contains(" 3 ").endsWith("--port"))
                .anySatisfy(line -> assertThat(line).startsWith("address ").endsWith("F6_ADDRESS"))
                .anySatisfy(line -> assertThat(line).startsWith("issuer ").endsWith("f6.yaml: issuer"));
    }

    @Test
    void a_file_may_be_yaml_or_properties_and_its_paths_begin_at_its_folder() throws IOException {
        Path yaml = file("f6.yaml", "zone: [one.yaml, two.yaml]\ndev: true\n");
        Path properties = file("f6.properties", "zone = one.yaml, two.yaml\ndev = true\n");
        List<Path> expected = List.of(folder.resolve("one.yaml"), folder.resolve("two.yaml"));

        for (Path file : List.of(yaml, properties)) {
            Settings settings = flags(Map.of("settings", List.of(file.toString())));
            assertThat(settings.faults()).isEmpty();
            assertThat(settings.paths(Setting.ZONE)).isEqualTo(expected);
            assertThat(settings.isOn(Setting.DEV)).isTrue();
        }
    }

    @Test
    void all_faults_are_told_at_once_with_the_nearest_known_names() throws IOException {
        Path file = file("f6.yaml", "prot: 1\nlog-format: xml\ndatabase-pool: 1\nsettings: other.yaml\n");

        Settings settings = Settings.read(
                Map.of("settings", List.of(file.toString()), "port", List.of("70000")),
                Map.of("F6_ADRESS", "127.0.0.1", "F6_STOP_WITHIN", "soon", "F6_TOKEN", "of another command"));

        assertThatThrownBy(() -> settings.requireNone(List.of("and this")))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContainingAll(
                        "8 settings are wrong",
                        "--port is 0 (any free one) to 65535, not 70000",
                        "F6_ADRESS in the environment is no setting: is F6_ADDRESS meant?",
                        "F6_STOP_WITHIN is 1s to 10m",
                        "prot is no setting: is port meant?",
                        "log-format is one of text, json, not xml",
                        "database-pool is 4 to 500, not 1",
                        "a file of settings names no other",
                        "and this");
    }

    @Test
    void a_password_may_be_in_a_file_of_its_own_and_is_shown_nowhere() throws IOException {
        Path secret = file("password", "geheim\n");
        for (Settings settings : List.of(
                flags(Map.of("database-password-file", List.of(secret.toString()))),
                Settings.read(Map.of(), Map.of("F6_DATABASE_PASSWORD_FILE", secret.toString())),
                Settings.read(Map.of(), Map.of("F6_DATABASE_PASSWORD", "geheim")))) {
            assertThat(settings.faults()).isEmpty();
            assertThat(settings.text(Setting.DATABASE_PASSWORD)).contains("geheim");
            assertThat(SettingsTable.effective(settings))
                    .noneMatch(line -> line.contains("geheim"))
                    .anyMatch(line -> line.contains("(hidden)"));
        }
        assertThat(Settings.read(
                                Map.of(),
                                Map.of("F6_DATABASE_PASSWORD", "een", "F6_DATABASE_PASSWORD_FILE", secret.toString()))
                        .faults())
                .singleElement()
                .asString()
                .contains("are one setting: leave one out")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zone: {a: b}      | zone is a value or a list
            just text         | write one 'name: value' a line
            a: 1\\na: 2       | duplicate
            port: [1, 2]      | is given 2 times
            traces: localhost | an address that begins with http
            log-level: loud   | levels
            dev: ja           | true or false
            traces-share: 2   | 0 to 1
            database-password-file: nergens | cannot read
            """)
    void a_file_that_is_wrong_is_explained(String text, String said) throws IOException {
        Path file = file("f6.yaml", text.replace("\\n", "\n") + "\n");
        assertThat(flags(Map.of("settings", List.of(file.toString()))).faults())
                .singleElement()
                .asString()
                .contains(said)
                .contains("f6.yaml");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThat(flags(Map.of("settings", List.of("nergens.yaml"))).faults())
                .containsExactly("cannot read the settings in nergens.yaml: is it there, and is it text?");
    }

    @Test
    void the_page_of_settings_is_made_from_the_table() throws IOException {
        assertThat(Files.readString(Path.of("../docs/reference/settings.md"))).contains(SettingsTable.markdown());
    }
}
