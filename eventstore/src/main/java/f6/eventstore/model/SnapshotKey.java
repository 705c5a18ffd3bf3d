package f6.eventstore.model;

import f6.eventstore.store.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whose state of which boundary.
///
/// @param name of the format
public record SnapshotKey(String name, Query boundary) {
    /// Short, and equal for queries of the same items in whatever order.
    public String text() {
        String items = boundary.items().stream()
                .map(SnapshotKey::of)
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
        return name + "/" + hash(items);
    }

    private static String of(Query.Item item) {
        return Stream.concat(
                        item.types().stream().map(type -> "t" + type.name()),
                        item.objects().stream().map(object -> "o" + object))
                .sorted()
                .collect(Collectors.joining("\t"));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
