package f6.zone.definition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// SHA-256 of JSON values, whatever the order of their members.
public final class Fingerprints {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /// Of the code that folds: to be counted up with every change after which the same events may come to other
    /// states.
    private static final String FOLDING = "1";

    private Fingerprints() {}

    /// What of an event no state follows from.
    private static final Set<String> OF_DECIDING = Set.of("require");

    /// Of what states follow from in a definition: neither authorities, views and rules nor comments are in it.
    static String ofFolding(Map<String, Yaml> parts) {
        Map<String, Object> folding = new LinkedHashMap<>();
        for (String part : List.of("timeZone", "types", "objects", "events")) {
            Yaml yaml = parts.get(part);
            if (yaml != null) {
                folding.put(part, part.equals("events") ? withoutRules(yaml) : yaml.plain());
            }
        }
        return of(Map.of("folding", FOLDING, "definition", folding));
    }

    private static Map<String, Object> withoutRules(Yaml events) {
        Map<String, Object> folding = new LinkedHashMap<>();
        events.members().forEach((name, event) -> {
            Map<String, @Nullable Object> members = JsonSchemas.object(event.plain());
            members.keySet().removeAll(OF_DECIDING);
            folding.put(name, members);
        });
        return folding;
    }

    /// In lower-case hexadecimal digits.
    public static String of(@Nullable Object json) {
        return ofText(CANONICAL.writeValueAsString(json));
    }

    /// Of a text in UTF-8.
    public static String ofText(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
