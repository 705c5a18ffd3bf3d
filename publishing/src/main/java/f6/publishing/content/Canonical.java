package f6.publishing.content;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON trees that say the same, as the same text: whatever the order of members, and however numbers are
/// written.
final class Canonical {
    private Canonical() {}

    /// In hexadecimal digits.
    static String sha256(Map<String, ? extends @Nullable Object> tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> object -> {
                TreeMap<String, @Nullable Object> members = new TreeMap<>();
                object.forEach((name, member) -> members.put(String.valueOf((Object) name), member));
                out.append('{');
                members.forEach((name, member) -> {
                    text(out, name);
                    out.append(':');
                    write(out, member);
                    out.append(',');
                });
                out.append('}');
            }
            case Collection<?> list -> {
                out.append('[');
                list.forEach(item -> {
                    write(out, item);
                    out.append(',');
                });
                out.append(']');
            }
            case Boolean truth -> out.append(truth);
            case Number number -> number(out, new BigDecimal(number.toString()));
            default -> text(out, value.toString());
        }
    }

    /// By its digits and their place, so that 1e99999 stays as short as it is.
    private static void number(StringBuilder out, BigDecimal number) {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        out.append(plain.unscaledValue()).append('e').append(-plain.scale());
    }

    private static void text(StringBuilder out, String text) {
        out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
