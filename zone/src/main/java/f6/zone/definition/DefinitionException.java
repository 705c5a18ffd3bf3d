package f6.zone.definition;

import java.util.List;
import java.util.stream.Collectors;

/// The caller's fault: a zone definition has mistakes. Names all that were found.
public final class DefinitionException extends RuntimeException {
    /// @param line counted from 1; 0 when the file as a whole is meant
    /// @param path where in the document, as a JSON Pointer
    /// @param message what is wrong and what to do
    public record Problem(String file, int line, String path, String message) {
        @Override
        public String toString() {
            return "%s:%d: %s: %s".formatted(file, line, path.isEmpty() ? "/" : path, message);
        }
    }

    private final transient List<Problem> problems;

    DefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
