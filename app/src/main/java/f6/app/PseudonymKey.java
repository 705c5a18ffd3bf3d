package f6.app;

import f6.postgres.Folders;
import f6.zone.accountability.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// The key under which a node names in its log of reads whom was read of. Without it nobody can tell; so it is not
/// to be lost.
final class PseudonymKey {
    private static final String FILE = "pseudonym.key";

    private PseudonymKey() {}

    /// @param given a file with the key in hexadecimal digits; empty for that of the folder, which is made if need
    /// be
    static Pseudonyms read(Optional<Path> given, Path folder) {
        Path file = given.orElse(folder.resolve(FILE));
        try {
            if (given.isEmpty() && !Files.exists(file)) {
                byte[] key = new byte[Pseudonyms.KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Folders.own(folder);
                Folders.writePrivate(file, HexFormat.of().formatHex(key) + System.lineSeparator());
            }
            return new Pseudonyms(HexFormat.of().parseHex(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageFailure(
                    "cannot use the key in %s: it is %d bytes or more in hexadecimal digits, such as 'openssl rand -hex 32' prints"
                            .formatted(file, Pseudonyms.KEY_BYTES),
                    e);
        }
    }
}
