package f6.zone.command;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a preview was computed on: a command that is sent with it is done only if the objects involved are as they
/// were
/// then. No secret, and no right to anything.
///
/// @param position up to and including which the log was read
/// @param command the SHA-256 of the command
public record PreviewToken(Position position, String command) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-([0-9a-f]{64})");

    static PreviewToken of(Position position, Command command) {
        return new PreviewToken(position, hash(command));
    }

    /// As [#toString] gives it.
    ///
    /// @throws InvalidValue when the text is no such token
    public static PreviewToken of(String text) {
        Matcher token = TEXT.matcher(text);
        InvalidValue.require(token.matches(), "not a token of a preview: '%.80s'".formatted(text));
        return new PreviewToken(new Position(Long.parseLong(token.group(1))), token.group(2));
    }

    boolean isFor(Command other) {
        return command.equals(hash(other));
    }

    /// Records of values write all that they hold, in one way.
    private static String hash(Command command) {
        try {
            byte[] text = command.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return position + "-" + command;
    }
}
