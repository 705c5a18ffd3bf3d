package f6.app.settings;

import f6.eventstore.event.InvalidValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// A file of settings: YAML with one member a setting, or properties if its name ends so.
final class SettingsFile {
    private static final long MAX_SIZE = 1_000_000;

    private SettingsFile() {}

    /// @throws InvalidValue when it cannot be read
    static Map<String, List<String>> read(Path file) {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new InvalidValue("%s is too large for a file of settings".formatted(file));
            }
            try (Reader text = Files.newBufferedReader(file)) {
                return file.toString().endsWith(".properties") ? properties(text) : yaml(text, file);
            }
        } catch (IOException e) {
            throw new InvalidValue("cannot read the settings in %s: is it there, and is it text?".formatted(file));
        } catch (YAMLException | IllegalArgumentException e) {
            throw new InvalidValue("cannot read the settings in %s: %s".formatted(file, e.getMessage()));
        }
    }

    private static Map<String, List<String>> properties(Reader text) throws IOException {
        Properties properties = new Properties();
        properties.load(text);
        Map<String, List<String>> members = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> members.put(name, List.of(properties.getProperty(name))));
        return members;
    }

    private static Map<String, List<String>> yaml(Reader text, Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object root = new Yaml(new SafeConstructor(options)).load(text);
        if (root == null) {
            return Map.of();
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw new InvalidValue("%s: write one 'name: value' a line".formatted(file));
        }
        Map<String, List<String>> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf((Object) name), texts(file, name, value)));
        return members;
    }

    private static List<String> texts(Path file, Object name, Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> items ->
                items.stream().flatMap(item -> texts(file, name, item).stream()).toList();
            case Map<?, ?> _ -> throw new InvalidValue("%s: %s is a value or a list".formatted(file, name));
            default -> List.of(String.valueOf(value));
        };
    }
}
