package f6.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

@Command(
        name = "sbom",
        description = "Print what this build is made of: a software bill of materials, CycloneDX in JSON.",
        mixinStandardHelpOptions = true,
        versionProvider = F6.Version.class)
final class SbomCommand implements Callable<Integer> {
    /// Where Spring Boot looks for it too.
    private static final String FILE = "/META-INF/sbom/application.cdx.json";

    @Override
    public Integer call() throws IOException {
        try (InputStream file = SbomCommand.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new UsageFailure("this build has none: it was made without a network");
            }
            var _ = file.transferTo(System.out);
            System.out.flush();
            return ExitCode.OK;
        }
    }
}
