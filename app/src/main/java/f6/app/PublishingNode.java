package f6.app;

import f6.postgres.BatchObserver;
import f6.postgres.PostgresEventStore;
import f6.postgres.Progress;
import f6.postgres.publishing.PostgresBasePaths;
import f6.postgres.publishing.PostgresShelves;
import f6.postgres.publishing.PostgresViews;
import f6.postgres.publishing.PublishingViews;
import f6.postgres.publishing.content.PostgresCheckpoints;
import f6.postgres.publishing.content.PostgresContentStore;
import f6.publishing.Publishing;
import f6.publishing.audit.Audit;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Downstream;
import f6.publishing.content.IntentCleaning;
import f6.publishing.document.Told;
import f6.publishing.govspeak.Govspeak;
import f6.publishing.schema.ContentSchemas;
import f6.publishing.schema.SchemaFolder;
import f6.web.publishing.PublishingConfiguration;
import f6.web.publishing.PublishingPlatform;
import f6.web.publishing.client.HttpContentStore;
import f6.web.publishing.content.ContentStores;
import f6.web.publishing.content.ContentStoresConfiguration;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
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

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({PublishingConfiguration.class, ContentStoresConfiguration.class})
    static class WebWithContentStores {}

    private final Parts parts = new Parts();
    private @Nullable URI address;
    private @Nullable PublishingPlatform platform;
    private @Nullable PostgresEventStore store;
    private @Nullable PublishingSettings settings;
    private @Nullable DataSource database;
    private @Nullable Downstream downstream;

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
            PublishingPlatform platform =
                    node.platform(database, settings.log(), schemas, clock, decoder.isEmpty(), new Shown());
            Optional<ContentStores> stores = node.follow(database, settings, clock, decoder.isEmpty());
            node.settings = settings;
            node.database = database;
            node.serve(
                    stores.isPresent() ? WebWithContentStores.class : Web.class,
                    settings.address(),
                    settings.port(),
                    beans -> {
                        register(beans, platform, clock, decoder);
                        stores.ifPresent(both -> beans.registerBean(ContentStores.class, () -> both));
                    });
        });
        return node;
    }

    /// The API alone, on a database that is there, at any free port of this machine, open to all who reach it.
    ///
    /// @param log the schema of the log; made if it is not there
    public static PublishingNode open(DataSource database, String log, ContentSchemas schemas, Clock clock) {
        PublishingNode node = new PublishingNode();
        node.start(() -> {
            PublishingPlatform platform = node.platform(database, log, schemas, clock, true, Progress.NONE);
            node.serve(Web.class, LOOPBACK, 0, beans -> register(beans, platform, clock, Optional.empty()));
        });
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

    private PublishingPlatform platform(
            DataSource database, String log, ContentSchemas schemas, Clock clock, boolean open, Progress progress) {
        PostgresEventStore opened = parts.started(
                PostgresEventStore.open(database, log, BatchObserver.NONE, progress, new PublishingViews()));
        Told.evolutions().requireComplete(opened);
        store = opened;
        PublishingPlatform made = new PublishingPlatform(
                new Publishing(
                        opened,
                        new PostgresShelves(database, log),
                        schemas,
                        Govspeak::rendered,
                        clock,
                        UUID::randomUUID),
                new PostgresViews(database, log),
                new Audit(opened),
                () -> opened.head().value(),
                open);
        platform = made;
        return made;
    }

    /// Brings what happens to the content stores.
    ///
    /// @return those to be served here; empty when they are elsewhere
    private Optional<ContentStores> follow(
            DataSource database, PublishingSettings settings, Clock clock, boolean open) {
        ContentStore draft;
        ContentStore live;
        if (settings.contentStores().isPresent()) {
            draft = new HttpContentStore(settings.contentStores().get().draft(), PublishingSettings::storeToken);
            live = new HttpContentStore(settings.contentStores().get().live(), PublishingSettings::storeToken);
        } else {
            draft = PostgresContentStore.open(database, settings.log() + "_content_draft", clock);
            live = PostgresContentStore.open(database, settings.log() + "_content_live", clock);
        }
        downstream = parts.started(new Downstream(
                        Objects.requireNonNull(store),
                        new PostgresShelves(database, settings.log()),
                        draft,
                        live,
                        PostgresCheckpoints.open(database, settings.log() + "_content_lanes"))
                .start());
        var _ = parts.started(new IntentCleaning(List.of(draft, live), clock).start());
        return settings.contentStores().isPresent()
                ? Optional.empty()
                : Optional.of(ContentStores.both(draft, live, settings.website(), open));
    }

    private static void register(
            GenericApplicationContext beans, PublishingPlatform platform, Clock clock, Optional<JwtDecoder> decoder) {
        beans.registerBean(PublishingPlatform.class, () -> platform);
        beans.registerBean(Clock.class, () -> clock);
        beans.registerBean(JwtDecoder.class, () -> decoder.orElse(PublishingNode::noToken));
    }

    private static Jwt noToken(String token) {
        throw new BadJwtException("no token is needed here");
    }

    private void serve(Class<?> web, String host, int port, Consumer<GenericApplicationContext> beans) {
        address = parts.started(WebServer.start(web, host, port, beans)).address();
    }

    public URI address() {
        if (address == null) {
            throw new IllegalStateException("not started");
        }
        return address;
    }

    /// What its views and content stores are held against; of one that brings its content to these.
    PublishingProof proof() {
        if (settings == null || database == null || downstream == null) {
            throw new IllegalStateException("not started");
        }
        PublishingSettings.Stores stores = settings.contentStores()
                .orElseGet(() -> new PublishingSettings.Stores(
                        address().resolve(ContentStores.DRAFT), address().resolve(ContentStores.LIVE)));
        return new PublishingProof(
                Objects.requireNonNull(store),
                new PostgresShelves(database, settings.log()),
                new PostgresBasePaths(database, settings.log()),
                downstream,
                new HttpContentStore(stores.draft(), PublishingSettings::storeToken),
                new HttpContentStore(stores.live(), PublishingSettings::storeToken));
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
