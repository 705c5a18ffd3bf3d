package f6.zone.observe;

import java.time.Duration;

/// Is told what a zone is asked to do and answers, so that it can be counted. Called on the asker's thread, by
/// many at once; must be quick and throw nothing. Learns nothing about persons.
public interface ZoneObserver {
    ZoneObserver NONE = new ZoneObserver() {};

    /// @param command `record`, `validate` or `correct`
    /// @param outcome `recorded`, `conflict`, or the reason of the refusal in lower case
    default void handled(String command, String outcome, Duration took) {}

    /// @param question its name in the API: `state`, `timeline`, …
    default void asked(String question) {}
}
