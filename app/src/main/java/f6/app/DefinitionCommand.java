package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.web.client.DefinitionsClient;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.ZoneDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a zone registers, and how: its definitions, on a node that runs.
@Command(
        name = "definition",
        description = "Propose, check, compare, activate and roll back the definitions of a zone, while its node runs.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit status: 0 done, 1 it does not fit or no answer, 2 wrong use or mistakes in the file."})
final class DefinitionCommand {
    @Command(
            name = "list",
            description = "List the definitions of a zone, and which one rules.",
            mixinStandardHelpOptions = true,
            versionProvider = F6.Version.class)
    int list(@Mixin NodeOptions node) {
        Map<String, @Nullable Object> answer = client(node).list();
        System.out.printf("zone %s%n", answer.get("zone"));
        Table table = new Table("id", "version", "proposed (UTC)", "by", "");
        if (answer.get("definitions") instanceof List<?> definitions) {
            for (Object item : definitions) {
                Map<String, @Nullable Object> definition = object(item);
                table.add(
                        String.valueOf(definition.get("id")),
                        String.valueOf(definition.get("version")),
                        Words.minute(definition.get("proposedAt")),
                        String.valueOf(object(definition.get("proposedBy")).get("type")),
                        Boolean.TRUE.equals(definition.get("active")) ? "rules" : "");
            }
        }
        table.print(System.out);
        return 0;
    }

    @Command(
            name = "check",
            description = "Look for mistakes in a file, without a node; or, of a definition that was proposed, which"
                    + " stored events fit it no longer.",
            mixinStandardHelpOptions = true,
            versionProvider = F6.Version.class)
    int check(
            @Parameters(paramLabel = "FILE|ID", description = "A zone definition, or the id of one.") String definition,
            @Mixin NodeOptions node) {
        if (!isId(definition)) {
            ZoneDefinition sound = DefinitionFile.read(Path.of(definition));
            System.out.printf(
                    "%s: no mistakes: zone %s, version %s, %d types of event, %d views%n",
                    definition,
                    sound.name(),
                    sound.version(),
                    sound.events().size(),
                    sound.views().size());
            return 0;
        }
        return tells(client(node).check(definition));
    }

    private static int tells(Map<String, @Nullable Object> check) {
        if (Boolean.TRUE.equals(check.get("fits"))) {
            System.out.printf("all events fit, up to position %s%n", check.get("upTo"));
            return 0;
        }
        System.out.printf("%s events fit no longer:%s%n", check.get("unfit"), DefinitionsClient.unfit(check));
        return 1;
    }

    @Command(
            name = "propose",
            description = "Propose a definition: it is kept and checked, and changes nothing yet. Prints its id.",
            mixinStandardHelpOptions = true,
            versionProvider = F6.Version.class)
    int propose(
            @Parameters(paramLabel = "FILE", description = "A zone definition.") Path file, @Mixin NodeOptions node) {
        var _ = DefinitionFile.read(file); // its mistakes are told with the file's name
        Map<String, @Nullable Object> answer = client(node).propose(DefinitionFile.text(file));
        System.out.printf("definition %s%n", answer.get("id"));
        printDiff(answer.get("diff"));
        return tells(object(answer.get("check")));
    }

    @Command(
            name = "activate",
            description = "Make a definition rule: from then on every command is decided by it.",
            mixinStandardHelpOptions = true,
            versionProvider = F6.Version.class)
    int activate(
            @Parameters(paramLabel = "ID", description = "Of a definition that was proposed.") String id,
            @Mixin NodeOptions node) {
        requireId(id);
        return rules(client(node).activate(id));
    }

    private static int rules(Map<String, @Nullable Object> activation) {
        System.out.printf(
                "definition %s rules since %s%n", activation.get("definition"), Words.minute(activation.get("at")));
        return 0;
    }

    @Command(
            name = "rollback",
            description = "Make the definition rule that did before the present one.",
            mixinStandardHelpOptions = true,
            versionProvider = F6.Version.class)
    int rollback(@Mixin NodeOptions node) {
        return rules(client(node).rollBack());
    }

    @Command(
            name = "diff",
            description = "Tell how a definition differs from the one that rules, or from another.",
            mixinStandardHelpOptions = true,
            versionProvider = F6.Version.class)
    int diff(
            @Parameters(paramLabel = "ID", description = "Of a definition that was proposed.") String id,
            @Option(names = "--against", paramLabel = "ID", description = "Of another; the one that rules if left out.")
                    @Nullable
                    String against,
            @Mixin NodeOptions node) {
        requireId(id);
        if (against != null) {
            requireId(against);
        }
        printDiff(client(node).diff(id, against));
        return 0;
    }

    private static void printDiff(@Nullable Object diff) {
        if (!(diff instanceof List<?> differences) || differences.isEmpty()) {
            System.out.println("the same in every part");
            return;
        }
        for (Object item : differences) {
            Map<String, @Nullable Object> difference = object(item);
            String part = String.valueOf(difference.get("part"));
            System.out.println(
                    switch (String.valueOf(difference.get("change"))) {
                        case "added" -> "+ " + part;
                        case "removed" -> "- " + part;
                        default -> "~ %s: %s -> %s".formatted(part, difference.get("before"), difference.get("after"));
                    });
        }
    }

    private static DefinitionsClient client(NodeOptions node) {
        return new DefinitionsClient(node.address(), node.zone().zone(), node.token(DevIssuer.user("beheerder")));
    }

    private static boolean isId(String text) {
        try {
            var _ = EventId.of(text);
            return !Files.exists(Path.of(text));
        } catch (InvalidValue e) {
            return false;
        }
    }

    private static void requireId(String text) {
        if (!isId(text)) {
            throw new UsageFailure(
                    "'%.80s' is no id of a definition: 'f6 definition list' tells which there are".formatted(text));
        }
    }
}
