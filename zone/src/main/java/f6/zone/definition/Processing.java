package f6.zone.definition;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which activities in the register of processing activities (GDPR article 30) reading in a zone is part of.
///
/// @param ofZone of all reads that no view has one of its own for, events among them
/// @param views by view
public record Processing(URI ofZone, Map<String, URI> views) {
    /// Where names of activities begin that a definition does not give: names, that lead nowhere (RFC 2606 §2).
    private static final String UNNAMED = "https://f6.example/processing/";

    private static final String MEMBER = "processing";
    private static final int MAX_LENGTH = 1_000;

    public Processing {
        views = Map.copyOf(views);
    }

    /// What a whole definition says of it.
    static Processing read(Yaml root, String zone) {
        Map<String, URI> views = new LinkedHashMap<>();
        root.member("views")
                .filter(Yaml::isMap)
                .map(Yaml::members)
                .orElse(Map.of())
                .forEach((name, view) -> view.member(MEMBER).ifPresent(named -> views.put(name, activity(named))));
        return new Processing(
                root.member(MEMBER)
                        .map(Processing::activity)
                        .orElse(URI.create(UNNAMED + (zone.matches("[a-z0-9-]+") ? zone : "unknown"))),
                views);
    }

    private static URI activity(Yaml yaml) {
        try {
            URI named = new URI(yaml.text());
            if (named.isAbsolute() && yaml.text().length() <= MAX_LENGTH) {
                return named;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        yaml.problem("is no address: give that of the activity in your register, such as https://register.example/42");
        return URI.create(UNNAMED);
    }

    public URI of(String view) {
        return views.getOrDefault(view, ofZone);
    }
}
