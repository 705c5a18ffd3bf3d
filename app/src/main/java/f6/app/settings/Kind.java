package f6.app.settings;

import f6.eventstore.event.InvalidValue;
import f6.web.subscription.Network;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the value of a setting may be.
sealed interface Kind {
    Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    Pattern LEVEL = Pattern.compile("([\\w.]+=)?(trace|debug|info|warn|error|off)");
    /// Beyond this a text is no value but a mistake.
    int MAX_LENGTH = 4_000;

    /// What it must be, to stand after "is": `a whole number from 1 to 10`.
    String inWords();

    /// Whether a text is one; blank texts never come here.
    boolean takes(String text);

    record Text(String inWords) implements Kind {
        @Override
        public boolean takes(String text) {
            return text.length() <= MAX_LENGTH;
        }
    }

    /// On when the flag stands alone.
    record Flag() implements Kind {
        @Override
        public String inWords() {
            return "true or false";
        }

        @Override
        public boolean takes(String text) {
            return text.equals("true") || text.equals("false");
        }
    }

    record Choice(List<String> words) implements Kind {
        static Choice of(String... words) {
            return new Choice(List.of(words));
        }

        @Override
        public String inWords() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public boolean takes(String text) {
            return words.contains(text);
        }
    }

    record Whole(long least, long most, String leastInWords) implements Kind {
        Whole(long least, long most) {
            this(least, most, String.valueOf(least));
        }

        @Override
        public String inWords() {
            return "%s to %d".formatted(leastInWords, most);
        }

        @Override
        public boolean takes(String text) {
            OptionalLong number = number(text);
            return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most;
        }

        static OptionalLong number(String text) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return OptionalLong.empty();
            }
        }
    }

    record Share() implements Kind {
        @Override
        public String inWords() {
            return "0 to 1, such as 0.1";
        }

        @Override
        public boolean takes(String text) {
            return text.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?");
        }
    }

    record Span(Duration least, Duration most) implements Kind {
        @Override
        public String inWords() {
            return "%s to %s, such as 500ms, 30s or 5m".formatted(written(least), written(most));
        }

        @Override
        public boolean takes(String text) {
            return of(text).filter(span -> span.compareTo(least) >= 0 && span.compareTo(most) <= 0)
                    .isPresent();
        }

        static Optional<Duration> of(String text) {
            Matcher parts = DURATION.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        parts.group(2).equals("ms")
                                ? Duration.ofMillis(Long.parseLong(parts.group(1)))
                                : Duration.parse(
                                        "PT" + parts.group(1) + parts.group(2).toUpperCase(Locale.ROOT)));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }

        private static String written(Duration span) {
            if (span.toMillis() % 1_000 != 0) {
                return span.toMillis() + "ms";
            }
            if (span.toSeconds() % 60 != 0 || span.isZero()) {
                return span.toSeconds() + "s";
            }
            return span.toMinutes() % 60 != 0 ? span.toMinutes() + "m" : span.toHours() + "h";
        }
    }

    /// A path; in a settings file it begins at the file's folder.
    record File() implements Kind {
        @Override
        public String inWords() {
            return "a path";
        }

        @Override
        public boolean takes(String text) {
            return text.length() <= MAX_LENGTH && text.indexOf('\0') < 0;
        }
    }

    /// Several paths: the flag is repeated, elsewhere they stand in a list or between commas.
    record Files() implements Kind {
        @Override
        public String inWords() {
            return "paths";
        }

        @Override
        public boolean takes(String text) {
            return new File().takes(text);
        }
    }

    /// Several networks, written as several paths are.
    record Networks() implements Kind {
        @Override
        public String inWords() {
            return "networks such as 10.0.0.0/8 or fd00::/8";
        }

        @Override
        public boolean takes(String text) {
            try {
                return !Network.of(text).toString().isEmpty();
            } catch (InvalidValue e) {
                return false;
            }
        }
    }

    record Url(List<String> schemes) implements Kind {
        @Override
        public String inWords() {
            return "an address that begins with " + String.join(":// or ", schemes) + "://";
        }

        @Override
        public boolean takes(String text) {
            try {
                URI address = new URI(text);
                return address.getHost() != null && schemes.contains(address.getScheme());
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }

    /// Never shown, and no flag: others on the machine see those. May be in a file of its own, named by the
    /// setting with `-file` behind its name.
    record Secret() implements Kind {
        @Override
        public String inWords() {
            return "a secret";
        }

        @Override
        public boolean takes(String text) {
            return text.length() <= MAX_LENGTH;
        }
    }

    record Levels() implements Kind {
        @Override
        public String inWords() {
            return "levels (trace, debug, info, warn, error, off) with commas between: one for all, and any for"
                    + " loggers by name, such as warn,f6=debug";
        }

        @Override
        public boolean takes(String text) {
            return List.of(text.split(",", -1)).stream()
                    .allMatch(level -> LEVEL.matcher(level.strip()).matches());
        }
    }
}
