package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.web.client.ZoneClient;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Tell what is known at one moment otherwise than at another: of an object, or of all.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true,
        footer = {"", "Exit status: 0 done, also when nothing is known otherwise; 1 no answer, 2 wrong use."})
final class DiffCommand implements Callable<Integer> {
    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");

    @Parameters(
            paramLabel = "OBJECT",
            arity = "0..1",
            description = "An object's id, or a name in the story of Zonnendaal; all objects of the zone if left out.")
    private @Nullable String object;

    @Option(
            names = "--from",
            paramLabel = "MOMENT",
            required = true,
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "An instant such as 2026-01-31T12:00:00Z, or a position of the zone's log.")
    private String from = "";

    @Option(names = "--to", paramLabel = "MOMENT", description = "The same; now if left out.")
    private @Nullable String to;

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--json", description = "One JSON document, for machines.")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        moment(asked, "from", from);
        if (to != null) {
            moment(asked, "to", to);
        }
        String id = object == null ? null : NodeOptions.object(object);
        ZoneClient zone = id == null ? node.zone() : node.zoneOf(id);
        if (id != null) {
            asked.put("id", id);
        }
        Map<String, @Nullable Object> diff =
                object(NodeOptions.answered(zone.diff(node.token(), asked)).field("diff"));
        if (json) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("zone", zone.zone());
            document.putAll(diff);
            Json.print(document, System.out);
        } else {
            print(zone.zone(), diff, System.out);
        }
        return 0;
    }

    private static void moment(Map<String, @Nullable Object> asked, String name, String moment) {
        if (POSITION.matcher(moment).matches()) {
            asked.put(name + "Position", Long.valueOf(moment));
            return;
        }
        try {
            asked.put(name + "Time", OffsetDateTime.parse(moment).toString());
        } catch (DateTimeException e) {
            throw new UsageFailure(
                    "--%s '%.40s' is neither an instant with its offset, such as 2026-01-31T12:00:00Z, nor a position"
                            .formatted(name, moment),
                    e);
        }
    }

    private static void print(String zone, Map<String, @Nullable Object> diff, PrintStream out) {
        out.printf("zone %s, from position %s to %s%n", zone, diff.get("from"), diff.get("to"));
        if (!(diff.get("objects") instanceof List<?> objects) || objects.isEmpty()) {
            out.println("nothing is known otherwise");
            return;
        }
        for (Object changed : objects) {
            out.printf("%n%s%n", object(changed).get("id"));
            Table table = new Table("field", "valid from", "until", "was known as -> is known as");
            if (object(changed).get("changes") instanceof List<?> changes) {
                changes.stream()
                        .map(ZoneClient::object)
                        .forEach(change -> table.add(
                                String.valueOf(change.get("field")),
                                Words.start(change.get("from")),
                                Words.end(change.get("until")),
                                Words.change(change.get("before"), change.get("after"))));
            }
            table.print(out);
        }
    }
}
