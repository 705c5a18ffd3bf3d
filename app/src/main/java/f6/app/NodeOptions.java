package f6.app;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.web.client.ClientFailure;
import f6.web.client.ZoneClient;
import f6.web.client.ZoneClient.Answer;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// Which node is asked, which of its zones, and who asks.
final class NodeOptions {
    static final String TOKEN_VARIABLE = "F6_TOKEN";
    /// RFC 6750 §2.1.
    private static final Pattern BEARER = Pattern.compile("[-A-Za-z0-9._~+/]+=*");

    private static final Set<String> WRONGLY_ASKED = Set.of("INVALID", "INVALID_REQUEST", "NOT_KNOWN_YET");

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "The node to ask.",
            defaultValue = "${env:F6_NODE:-http://127.0.0.1:8606}")
    private String node = "";

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "The zone to ask; the only one that there is, or that knows the object, if left out.")
    private @Nullable String zone;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Who asks; $F6_TOKEN if left out, or for a development node on this machine what 'f6 token'"
                    + " prints.")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The folder of that development node; the one started last if left out.")
    private @Nullable Path data;

    String token() {
        return token(DevIssuer.user("ambtenaar"));
    }

    /// @param development who asks a development node on this machine, when nobody is named
    String token(Source development) {
        String given = Optional.ofNullable(token)
                .or(() -> Optional.ofNullable(System.getenv(TOKEN_VARIABLE)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> developmentToken(development));
        if (!BEARER.matcher(given).matches()) {
            throw new UsageFailure("the token is none: it must be one word, as 'bin/f6 token' prints it");
        }
        return given;
    }

    private String developmentToken(Source source) {
        Optional<Path> folder = isOnThisMachine() ? Places.latestDevNode(data) : Optional.empty();
        return folder.map(DevIssuer::of)
                .map(issuer -> issuer.token(source))
                .orElseThrow(() -> new UsageFailure(
                        "who asks? Give a token with --token or in %s; for a development node on this machine 'bin/f6 token' makes one"
                                .formatted(TOKEN_VARIABLE)));
    }

    private boolean isOnThisMachine() {
        try {
            return InetAddress.getByName(address().getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    URI address() {
        try {
            URI address = new URI(node);
            if (address.getHost() != null
                    && address.getPort() <= NodeSettings.MAX_PORT
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new UsageFailure(
                "--node %s is no address of a node: give one such as http://127.0.0.1:8606".formatted(node));
    }

    /// The zone named, or the only one of the node.
    ZoneClient zone() {
        List<String> zones = zones();
        if (zones.size() > 1) {
            throw new UsageFailure("which zone? The node has %s: choose one with --zone, or name an object"
                    .formatted(String.join(", ", zones)));
        }
        return new ZoneClient(address(), zones.getFirst());
    }

    /// The zone named, or the only one that knows an object.
    ///
    /// @throws ClientFailure when none does
    ZoneClient zoneOf(String object) {
        List<ZoneClient> known = new ArrayList<>();
        List<String> without = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        for (String name : zones()) {
            ZoneClient client = new ZoneClient(address(), name);
            try {
                boolean knows =
                        !answered(client.events(token(), object)).list("events").isEmpty();
                if (knows) {
                    known.add(client);
                } else {
                    without.add(name);
                }
            } catch (ClientFailure failure) {
                if (failure.status() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw failure;
                }
                closed.add(name);
            }
        }
        if (known.isEmpty()) {
            throw new ClientFailure("at %s nothing is known of object %s%s%s"
                    .formatted(
                            node,
                            object,
                            named(" in zone ", without),
                            named("; the source that the token names has no right to ask ", closed)));
        }
        if (known.size() > 1) {
            throw new UsageFailure("which zone? Object %s is known in %s: choose one with --zone"
                    .formatted(
                            object,
                            String.join(
                                    ", ", known.stream().map(ZoneClient::zone).toList())));
        }
        return known.getFirst();
    }

    private static String named(String what, List<String> zones) {
        return zones.isEmpty() ? "" : what + String.join(", ", zones);
    }

    /// The zone named, or one by its usual name.
    ZoneClient zone(String usual, String asking) {
        List<String> zones = zones(asking);
        if (zone == null && !zones.contains(usual)) {
            throw new UsageFailure("there is no zone '%s' at %s: use --zone with one of %s"
                    .formatted(usual, node, String.join(", ", zones)));
        }
        return new ZoneClient(address(), zone == null ? usual : zone);
    }

    private List<String> zones() {
        return zones(token());
    }

    private List<String> zones(String asking) {
        List<String> zones;
        try {
            zones = ZoneClient.zones(address(), asking);
        } catch (ClientFailure failure) {
            if (failure.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                throw new ClientFailure("the node does not trust the token: is it of this node, and of today? (%s)"
                        .formatted(failure.getMessage()));
            }
            throw failure;
        }
        if (zone != null && !zones.contains(zone)) {
            throw new UsageFailure(
                    "there is no zone '%s' at %s: use one of %s".formatted(zone, node, String.join(", ", zones)));
        }
        return zone == null ? zones : List.of(zone);
    }

    /// @throws UsageFailure when it was asked wrongly
    /// @throws ClientFailure when there is no answer
    static Answer answered(Answer answer) {
        if (WRONGLY_ASKED.contains(String.valueOf(answer.errorCode()))) {
            throw new UsageFailure(answer.errorText());
        }
        return answer.orThrow();
    }

    /// An object by its id, or by its name in the story of Zonnendaal.
    static String object(String named) {
        try {
            return ObjectId.of(named).toString();
        } catch (InvalidValue e) {
            Map<String, String> names =
                    Story.read(Places.zonnendaal().resolve("story.yaml")).objects();
            String id = names.get(named);
            if (id == null) {
                throw new UsageFailure(
                        "'%.60s' is no object id (a UUID such as %s), nor a name in the story of Zonnendaal: %s"
                                .formatted(
                                        named,
                                        names.values().stream().findFirst().orElse(""),
                                        String.join(", ", names.keySet())),
                        e);
            }
            return id;
        }
    }
}
