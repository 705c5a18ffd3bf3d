package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.web.client.ZoneClient;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description =
                "Tell what was registered, accepted, corrected and retracted of an object, by whom, when, and what"
                        + " became known otherwise by it.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        showDefaultValues = true,
        footer = {"", "Exit status: 0 done, 1 nothing known or no answer, 2 wrong use."})
final class HistoryCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "OBJECT",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "The id of a person, an address or whatever the zone is about; or a name in the story of"
                    + " Zonnendaal.")
    private String object = "";

    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--json", description = "One JSON document, for machines.")
    private boolean json;

    @Override
    public Integer call() {
        String id = NodeOptions.object(object);
        ZoneClient zone = node.zoneOf(id);
        List<Map<String, @Nullable Object>> deeds =
                NodeOptions.answered(zone.history(node.token(), id)).list("history");
        if (json) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("zone", zone.zone());
            document.put("object", id);
            document.put("history", deeds);
            Json.print(document, System.out);
        } else {
            System.out.printf("%s in zone %s%n", id, zone.zone());
            print(deeds, System.out);
        }
        return 0;
    }

    private static void print(List<Map<String, @Nullable Object>> deeds, PrintStream out) {
        Map<Object, Map<String, @Nullable Object>> roots = new HashMap<>();
        Table table = new Table("#", "recorded (UTC)", "occurred (UTC)", "by, on what ground", "did", "now");
        for (Map<String, @Nullable Object> deed : deeds) {
            Map<String, @Nullable Object> event = object(deed.get("event"));
            roots.put(String.valueOf(event.get("id")), event);
            table.add(
                    String.valueOf(event.get("position")),
                    Words.minute(event.get("createdAt")),
                    Words.minute(event.get("occurredAt")),
                    by(deed, event),
                    did(deed, roots.getOrDefault(String.valueOf(deed.get("rootId")), event)),
                    Words.standing(deed));
            if (deed.get("changes") instanceof List<?> changes) {
                changes.forEach(change -> table.note(Words.change(object(change))));
            }
        }
        table.print(out);
    }

    private static String by(Map<String, @Nullable Object> deed, Map<String, @Nullable Object> event) {
        String source = String.valueOf(event.get("eventSourceType"));
        return deed.get("basis") == null
                ? source
                : source + ", " + String.valueOf(deed.get("basis")).toLowerCase(Locale.ROOT);
    }

    private static String did(Map<String, @Nullable Object> deed, Map<String, @Nullable Object> root) {
        String act = String.valueOf(deed.get("act")).toLowerCase(Locale.ROOT);
        String what = act + " " + root.get("eventType");
        return switch (act) {
            case "claimed", "registered" -> what;
            default -> what + " #" + root.get("position");
        };
    }
}
