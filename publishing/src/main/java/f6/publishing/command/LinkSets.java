package f6.publishing.command;

import f6.publishing.document.Json;
import f6.publishing.document.LinkSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Replaces the targets of some types of links.
final class LinkSets {
    private LinkSets() {}

    static Map<String, @Nullable Object> patch(Deciding deciding, Command.PatchLinkSet command) {
        if (!(command.payload().get("links") instanceof Map<?, ?> links)) {
            throw new Refused.Exit(Refused.of(
                    Refused.UNPROCESSABLE,
                    "Links are required",
                    "links_missing",
                    Map.of("links", List.of("are required"))));
        }
        List<Refused.Flaw> flaws = EditionCheck.linkFlaws(links);
        if (!flaws.isEmpty()) {
            throw new Refused.Exit(Refused.invalid(flaws));
        }
        LinkSet before = deciding.linkSet(command.contentId());
        if (before.version() > 0) {
            Versions.require(command.payload(), before.version());
        }
        return presented(deciding.patch(command.contentId(), Json.links(links), deciding.command(command)));
    }

    /// As the API shows a link set.
    static Map<String, @Nullable Object> presented(LinkSet links) {
        Map<String, @Nullable Object> presented = new LinkedHashMap<>();
        presented.put("content_id", links.contentId().toString());
        presented.put("links", links.links());
        presented.put("version", links.version());
        return presented;
    }
}
