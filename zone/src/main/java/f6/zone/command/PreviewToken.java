package f6.zone.command;

import f6.eventstore.event.EventId;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.Position;
import f6.zone.command.Command.Correct;
import f6.zone.command.Command.RecordClaim;
import f6.zone.command.Command.Validate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a preview was computed on: a command that is sent with it is done only if the objects involved are as they
/// were then. No secret, and no right to anything.
///
/// @param position up to and including which the log was read
/// @param command the SHA-256 of the command
public record PreviewToken(Position position, String command) {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
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

    /// Commands that say the same have the same, in whatever order their data has its members.
    private static String hash(Command command) {
        try {
            byte[] text = CANONICAL.writeValueAsBytes(terms(command));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> terms(Command command) {
        return switch (command) {
            case RecordClaim claim ->
                List.of(
                        "record",
                        claim.id().toString(),
                        claim.type(),
                        claim.version(),
                        claim.occurredAt().map(Instant::toString),
                        claim.references().stream().map(EventId::toString).toList(),
                        claim.data().members());
            case Validate validate ->
                List.of(
                        "validate",
                        validate.id().toString(),
                        validate.target().toString(),
                        validate.seen().toString(),
                        validate.decision().name(),
                        validate.effectiveFrom().map(LocalDate::toString),
                        validate.occurredAt().map(Instant::toString));
            case Correct correct ->
                List.of(
                        "correct",
                        correct.id().toString(),
                        correct.target().toString(),
                        correct.seen().toString(),
                        correct.action().name(),
                        correct.amend().members(),
                        correct.amendOccurredAt().map(Instant::toString),
                        correct.occurredAt().map(Instant::toString));
        };
    }

    @Override
    public String toString() {
        return position + "-" + command;
    }
}
