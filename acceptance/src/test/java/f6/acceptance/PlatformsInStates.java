package f6.acceptance;

import f6.publishing.schema.ContentSchemas;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Platforms that are what the requests of others say that they were.
final class PlatformsInStates implements AutoCloseable {
    private final Function<String, ContentSchemas> schemas;

    /// The state that reads were asked in last, and a platform that is so.
    private Optional<Map.Entry<String, StartedPlatform>> read = Optional.empty();

    /// @param schemas what content may be, by state
    PlatformsInStates(Function<String, ContentSchemas> schemas) {
        this.schemas = schemas;
    }

    /// A request on a platform in that state: one of its own, unless the request only reads. Reads change nothing:
    /// those of one state that follow each other need but one platform.
    void in(String state, boolean onlyReads, Consumer<StartedPlatform> request) {
        if (onlyReads) {
            if (read.filter(last -> last.getKey().equals(state)).isEmpty()) {
                close();
                read = Optional.of(Map.entry(state, platform(state)));
            }
            request.accept(read.orElseThrow().getValue());
            return;
        }
        try (StartedPlatform platform = platform(state)) {
            request.accept(platform);
        }
    }

    private StartedPlatform platform(String state) {
        StartedPlatform platform = StartedPlatform.start(schemas.apply(state));
        new ProviderStates(platform).become(state);
        return platform;
    }

    @Override
    public void close() {
        read.ifPresent(last -> last.getValue().close());
        read = Optional.empty();
    }
}
