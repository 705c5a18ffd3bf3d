package f6.app.settings;

import f6.eventstore.event.InvalidValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What holds of each setting: flags before the environment before the file before the default. Whatever is wrong
/// with any of them is kept, to be told at once.
public final class Settings {
    /// Of the variables that begin like ours: those of other commands, and of the launcher.
    private static final Set<String> OTHER_VARIABLES =
            Set.of("F6_TOKEN", "F6_NODE", "F6_CONTENT_STORE_TOKEN", "F6_PUBLISHING_DATA", "F6_AOT");
    /// A secret is a line.
    private static final long MAX_SECRET_FILE = 10_000;

    /// A value where it was given.
    ///
    /// @param where in the user's words: the flag, the variable, or the file and the name in it
    record Given(List<String> texts, Origin origin, String where) {}

    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();

    private Settings() {}

    /// @param flags by the name of the setting, without dashes
    /// @param environment of which only names that begin with `F6_` are looked at
    public static Settings read(Map<String, List<String>> flags, Map<String, String> environment) {
        Settings settings = new Settings();
        flags.forEach((word, texts) -> settings.give(word, texts, Origin.FLAG, "--" + word, Path.of("")));
        settings.readEnvironment(environment);
        settings.file().ifPresent(settings::readFile);
        return settings;
    }

    /// Defaults only.
    public static Settings none() {
        return new Settings();
    }

    private void readEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!Setting.isOurs(variable) || OTHER_VARIABLES.contains(variable)) {
                return;
            }
            Optional<String> word = words().filter(
                            known -> Setting.variable(known).equals(variable))
                    .findFirst();
            if (word.isEmpty()) {
                faults.add("%s in the environment is no setting%s"
                        .formatted(
                                variable,
                                Nearest.of(
                                        variable, words().map(Setting::variable).toList())));
            } else if (!text.isBlank() && word.get().equals(Setting.DATA.word())) {
                give(word.get(), List.of(text.strip() + "/node"), Origin.ENVIRONMENT, variable, Path.of(""));
            } else if (!text.isBlank()) {
                give(word.get(), List.of(text), Origin.ENVIRONMENT, variable, Path.of(""));
            }
        });
    }

    private Optional<Path> file() {
        return path(Setting.SETTINGS);
    }

    private void readFile(Path file) {
        Map<String, List<String>> members;
        try {
            members = SettingsFile.read(file);
        } catch (InvalidValue e) {
            faults.add(String.valueOf(e.getMessage()));
            return;
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        members.forEach((word, texts) -> {
            String where = "%s: %s".formatted(file, word);
            if (word.equals(Setting.SETTINGS.word())) {
                faults.add(where + ": a file of settings names no other");
            } else if (words().noneMatch(word::equals)) {
                faults.add("%s is no setting%s".formatted(where, Nearest.of(word, words().toList())));
            } else {
                give(word, texts, Origin.FILE, where, folder);
            }
        });
    }

    /// All names that a file may have.
    private static Stream<String> words() {
        return Arrays.stream(Setting.values())
                .flatMap(one -> one.isSecret() ? Stream.of(one.word(), one.fileWord()) : Stream.of(one.word()));
    }

    /// Takes a value, unless one was given that goes before it.
    private void give(String word, List<String> texts, Origin origin, String where, Path folder) {
        Optional<Setting> secret = Setting.secretNamed(word);
        Setting setting = secret.or(() -> Setting.named(word)).orElseThrow();
        Given before = given.get(setting);
        if (before != null && before.origin() == origin) {
            faults.add("%s and %s are one setting: leave one out".formatted(before.where(), where));
            return;
        }
        List<String> values = secret.isPresent()
                ? secret(folder.resolve(texts.getFirst()), where).stream().toList()
                : values(setting, texts, folder);
        List<String> wrong =
                values.stream().filter(text -> !setting.kind().takes(text)).toList();
        if (!wrong.isEmpty()) {
            faults.add("%s is %s%s"
                    .formatted(
                            where,
                            setting.kind().inWords(),
                            setting.isSecret() ? "" : ", not %.100s".formatted(wrong.getFirst())));
        } else if (!setting.isMany() && values.size() > 1) {
            faults.add("%s is given %d times".formatted(where, values.size()));
        } else if (before == null && !values.isEmpty()) {
            given.put(setting, new Given(values, origin, where));
        }
    }

    private static List<String> values(Setting setting, List<String> texts, Path folder) {
        Stream<String> all =
                setting.isMany() ? texts.stream().flatMap(text -> Stream.of(text.split(",", -1))) : texts.stream();
        return all.map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> setting.isPath() ? folder.resolve(text).toString() : text)
                .toList();
    }

    private Optional<String> secret(Path file, String where) {
        try {
            if (Files.size(file) > MAX_SECRET_FILE) {
                faults.add("%s: %s is too large for a secret".formatted(where, file));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            faults.add("%s: cannot read %s".formatted(where, file));
            return Optional.empty();
        }
    }

    /// What is wrong with what was given, in words; what is wrong does not hold.
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /// @throws InvalidValue with all faults, and these
    public void requireNone(List<String> others) {
        List<String> all = Stream.concat(faults.stream(), others.stream()).toList();
        if (!all.isEmpty()) {
            throw new InvalidValue(
                    all.size() == 1
                            ? all.getFirst()
                            : "%d settings are wrong:%n  %s"
                                    .formatted(all.size(), String.join(System.lineSeparator() + "  ", all)));
        }
    }

    public Origin origin(Setting setting) {
        Given value = given.get(setting);
        return value == null ? Origin.DEFAULT : value.origin();
    }

    /// Where it was given; empty for a default.
    String where(Setting setting) {
        Given value = given.get(setting);
        return value == null ? "" : value.where();
    }

    public List<String> texts(Setting setting) {
        Given value = given.get(setting);
        if (value != null) {
            return value.texts();
        }
        return setting.byDefault().isEmpty() ? List.of() : List.of(setting.byDefault());
    }

    /// Empty when neither given nor there by default.
    public Optional<String> text(Setting setting) {
        return texts(setting).stream().findFirst();
    }

    /// Of one that has a default.
    public String requiredText(Setting setting) {
        return text(setting).orElseThrow(() -> new IllegalStateException(setting + " has no default"));
    }

    public boolean isOn(Setting setting) {
        return requiredText(setting).equals("true");
    }

    /// Empty when neither given nor there by default.
    public OptionalInt number(Setting setting) {
        return text(setting).map(text -> OptionalInt.of(Integer.parseInt(text))).orElse(OptionalInt.empty());
    }

    public Duration duration(Setting setting) {
        return Kind.Span.of(requiredText(setting)).orElseThrow();
    }

    public Optional<Path> path(Setting setting) {
        return text(setting).map(Path::of);
    }

    public List<Path> paths(Setting setting) {
        return texts(setting).stream().map(Path::of).toList();
    }

    /// The names of the settings that were given, of all that are known.
    public Set<Setting> given() {
        return new TreeSet<>(given.keySet());
    }
}
