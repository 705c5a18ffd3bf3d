package f6.app.settings;

import f6.postgres.Databases;
import f6.zone.subscription.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All that `f6 serve` can be told: the one table from which its flags, its environment variables, the members of
/// a settings file, `f6 settings` and the reference page are made.
public enum Setting {
    SETTINGS("settings", new Kind.File(), "", "A file with settings, YAML or properties."),
    ZONE("zone", new Kind.Files(), "", "A zone definition; may be given more than once. With dev: Zonnendaal's zones."),
    DATA(
            "data",
            new Kind.File(),
            "",
            "The node's folder; in the environment the folder in which it is, as node. ~/.f6/node if left out."),
    ADDRESS("address", new Kind.Text("an address of this machine"), "127.0.0.1", "Where to listen."),
    PORT("port", new Kind.Whole(0, 65_535, "0 (any free one)"), "8606", "The port."),
    DEV("dev", new Kind.Flag(), "false", "Trust tokens of 'f6 token'. For development, on this machine only."),
    ISSUER("issuer", Kinds.WEB, "", "The OpenID Connect issuer whose tokens to trust."),
    DATABASE(
            "database",
            new Kind.Text("a JDBC URL"),
            "",
            "A PostgreSQL of your own, 15 or later, instead of the embedded one."),
    DATABASE_USER("database-user", new Kind.Text("a name"), "f6", "Its user."),
    DATABASE_PASSWORD("database-password", new Kind.Secret(), "", "The password of that user."),
    DATABASE_POOL(
            "database-pool",
            new Kind.Whole(Databases.LEAST_POOL, Databases.MOST_POOL),
            String.valueOf(Databases.POOL),
            "Connections of the node. Each zone holds two of them all the time."),
    TLS_CERTIFICATE(
            "tls-certificate",
            new Kind.File(),
            "",
            "The node's certificate, with those who vouch for it (PEM); served over HTTPS then."),
    TLS_KEY("tls-key", new Kind.File(), "", "Its private key (PEM, PKCS #8)."),
    CLIENT_CA(
            "client-ca",
            new Kind.File(),
            "",
            "Who vouches for clients (PEM): each needs a certificate then, and a token bound to it."),
    RATE_LIMIT("rate-limit", new Kind.Whole(1, 1_000_000), "20000", "Requests that one source may send in a second."),
    PSEUDONYM_KEY(
            "pseudonym-key",
            new Kind.File(),
            "",
            "The key of pseudonyms in the log of reads; nodes on one database share it. In the node's folder if left"
                    + " out."),
    LOGBOOK(
            "logbook",
            Kinds.WEB,
            "",
            "Where records of reads go, by OTLP over HTTP, such as https://logbook.example/v1/traces; nowhere if left"
                    + " out."),
    KEEP_RECORDS_DAYS(
            "keep-records-days",
            new Kind.Whole(1, 36_500),
            "",
            "Days after which records of reads and of actions are deleted, of reads none that the logbook lacks; never if"
                    + " left out."),
    STOP_WITHIN(
            "stop-within",
            new Kind.Span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            "20s",
            "How long a stop waits for requests that have come in."),
    STOP_DELAY(
            "stop-delay",
            new Kind.Span(Duration.ZERO, Duration.ofMinutes(5)),
            "0s",
            "How long a node that is to stop says so by its readiness, and still serves: until a load balancer has"
                    + " seen it."),
    ALLOW_WEBHOOKS_TO(
            "allow-webhooks-to",
            new Kind.Networks(),
            "",
            "Networks that are not public in which webhooks may be, by plain http too."),
    WEBHOOK_ATTEMPTS(
            "webhook-attempts",
            new Kind.Whole(1, RetryPolicy.MAX_ATTEMPTS),
            String.valueOf(RetryPolicy.DEFAULT.attempts()),
            "After so many an event is parked."),
    WEBHOOK_PAUSE(
            "webhook-pause",
            new Kind.Span(Duration.ofMillis(1), RetryPolicy.DEFAULT.longest()),
            "2s",
            "The first pause between attempts; doubled each time, half of it by chance."),
    GRAPHQL_INTROSPECTION(
            "graphql-introspection", Kind.Choice.of("on", "off"), "on", "Whether a zone tells its GraphQL schema."),
    READY_LAG(
            "ready-lag",
            new Kind.Span(Duration.ofSeconds(1), Duration.ofHours(24)),
            "60s",
            "How far views may be behind the log for the node to be ready."),
    METRICS_ADDRESS(
            "metrics-address",
            new Kind.Text("an address of this machine"),
            "127.0.0.1",
            "Where metrics are given to whoever asks, without a token."),
    METRICS_PORT(
            "metrics-port", new Kind.Whole(0, 65_535, "0 (any free one)"), "", "Their port; no metrics if left out."),
    TRACES(
            "traces",
            Kinds.WEB,
            "",
            "Where traces go, by OTLP over HTTP, such as http://127.0.0.1:4318/v1/traces; none if left out."),
    TRACES_SHARE(
            "traces-share",
            new Kind.Share(),
            "0.1",
            "The share of requests that are traced, where the asker" + " does not say."),
    LOG_FORMAT("log-format", Kind.Choice.of("text", "json"), "text", "How lines of the log look."),
    LOG_LEVEL("log-level", new Kind.Levels(), "warn", "What is logged; 'f6.access=info' logs each request.");

    private static final String PREFIX = "F6_";
    private static final String FILE = "-file";

    private static final class Kinds {
        static final Kind WEB = new Kind.Url(List.of("http", "https"));
    }

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // its kinds are records of what never changes
    private final Kind kind;

    private final String byDefault;
    private final String meaning;

    /// @param word in kebab-case: the name in files, with `--` before it the flag, in capitals behind `F6_` the
    /// environment variable
    /// @param byDefault empty for none
    Setting(String word, Kind kind, String byDefault, String meaning) {
        this.word = word;
        this.kind = kind;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /// Its name in files.
    public String word() {
        return word;
    }

    /// Of a secret, it names the file that holds it.
    public String flag() {
        return "--" + (isSecret() ? fileWord() : word);
    }

    public String variable() {
        return variable(word);
    }

    /// For a secret: the name under which a file is named that holds it.
    public String fileWord() {
        return word + FILE;
    }

    static String variable(String word) {
        return PREFIX + word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static boolean isOurs(String variable) {
        return variable.startsWith(PREFIX);
    }

    static Optional<Setting> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /// The secret that a `-file` is of.
    static Optional<Setting> secretNamed(String fileWord) {
        return Arrays.stream(values())
                .filter(one -> one.isSecret() && one.fileWord().equals(fileWord))
                .findFirst();
    }

    boolean isSecret() {
        return kind instanceof Kind.Secret;
    }

    boolean isMany() {
        return kind instanceof Kind.Files || kind instanceof Kind.Networks;
    }

    boolean isPath() {
        return kind instanceof Kind.File || kind instanceof Kind.Files;
    }

    Kind kind() {
        return kind;
    }

    String byDefault() {
        return byDefault;
    }

    String meaning() {
        return meaning;
    }
}
