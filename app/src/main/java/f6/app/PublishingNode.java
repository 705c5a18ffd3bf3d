package f6.app;

import f6.postgres.PostgresEventStore;
import f6.postgres.publishing.PostgresShelves;
import f6.postgres.publishing.PostgresViews;
import f6.postgres.publishing.PublishingViews;
import f6.publishing.Publishing;
import f6.publishing.audit.Audit;
import f6.publishing.govspeak.Govspeak;
import f6.publishing.schema.ContentSchemas;
import f6.publishing.schema.SchemaFolder;
import f6.web.publishing.PublishingConfiguration;
import f6.web.publishing.PublishingPlatform;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// A running publishing platform: a database, the log and its views on it, and the API in front of them.
public final class PublishingNode implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(PublishingConfiguration.class)
    static class Web {}

    private final Parts parts = new Parts();
    private @Nullable URI address;
    private @Nullable PublishingPlatform platform;

    private PublishingNode() {}

    /// @throws UsageFailure and the exceptions of the parts, whose messages say what to do
    static PublishingNode start(PublishingSettings settings, Clock clock, Node.Progress progress) {
        ContentSchemas schemas =
                settings.schemas().<ContentSchemas>map(SchemaFolder::of).orElseGet(SchemaFolder::ours);
        PublishingNode node = new PublishingNode();
        node.parts.stopAtExit();
        node.start(() -> {
            DataSource database = node.parts.database(settings.database(), settings.data(), progress);
            Optional<JwtDecoder> decoder =
                    settings.issuer().map(issuer -> Tokens.decoder(Optional.of(issuer), settings.data()));
            node.serve(database, settings.log(), schemas, clock, settings.address(), settings.port(), decoder);
        });
        return node;
    }

    /// On a database that is there, at any free port of this machine, open to all who reach it.
    ///
    /// @param log the schema of the log; made if it is not there
    public static PublishingNode open(DataSource database, String log, ContentSchemas schemas, Clock clock) {
        PublishingNode node = new PublishingNode();
        node.start(() -> node.serve(database, log, schemas, clock, LOOPBACK, 0, Optional.empty()));
        return node;
    }

    private void start(Runnable steps) {
        synchronized (parts) {
            try {
                steps.run();
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
        }
    }

    /// @param decoder of tokens; without one nobody needs any
    private void serve(
            DataSource database,
            String log,
            ContentSchemas schemas,
            Clock clock,
            String host,
            int port,
            Optional<JwtDecoder> decoder) {
        PostgresEventStore store = parts.started(PostgresEventStore.open(database, log, new PublishingViews()));
        Publishing publishing = new Publishing(
                store, new PostgresShelves(database, log), schemas, Govspeak::rendered, clock, UUID::randomUUID);
        PublishingPlatform served = new PublishingPlatform(
                publishing,
                new PostgresViews(database, log),
                new Audit(store),
                () -> store.head().value(),
                decoder.isEmpty());
        platform = served;
        address = parts.started(WebServer.start(Web.class, host, port, beans -> {
                    beans.registerBean(PublishingPlatform.class, () -> served);
                    beans.registerBean(Clock.class, () -> clock);
                    beans.registerBean(JwtDecoder.class, () -> decoder.orElse(PublishingNode::noToken));
                }))
                .address();
    }

    private static Jwt noToken(String token) {
        throw new BadJwtException("no token is needed here");
    }

    public URI address() {
        if (address == null) {
            throw new IllegalStateException("not started");
        }
        return address;
    }

    PublishingPlatform platform() {
        if (platform == null) {
            throw new IllegalStateException("not started");
        }
        return platform;
    }

    @Override
    public void close() {
        parts.close();
    }
}
