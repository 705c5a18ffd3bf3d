package f6.app;

import f6.app.PublishingSettings.ContentStoreAddresses;
import f6.postgres.PostgresEventStore;
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
    /// Where readers find what is published.
    private static final String WEBSITE = "https://www.gov.uk";

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({PublishingConfiguration.class, ContentStoresConfiguration.class})
    static class Web {}

    private final Parts parts = new Parts();
    private @Nullable URI address;
    private @Nullable PublishingPlatform platform;
    private @Nullable PublishingProof proof;

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
            node.serve(
                    database,
                    settings.log(),
                    schemas,
                    clock,
                    settings.address(),
                    settings.port(),
                    settings.contentStores(),
                    decoder);
        });
        return node;
    }

    /// On a database that is there, at any free port of this machine, open to all who reach it.
    ///
    /// @param log the schema of the log; made if it is not there
    public static PublishingNode open(DataSource database, String log, ContentSchemas schemas, Clock clock) {
        PublishingNode node = new PublishingNode();
        node.start(() -> node.serve(database, log, schemas, clock, LOOPBACK, 0, Optional.empty(), Optional.empty()));
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
            Optional<ContentStoreAddresses> elsewhere,
            Optional<JwtDecoder> decoder) {
        PostgresEventStore store = parts.started(PostgresEventStore.open(database, log, new PublishingViews()));
        Told.evolutions().requireComplete(store);
        PostgresShelves shelves = new PostgresShelves(database, log);
        Publishing publishing = new Publishing(store, shelves, schemas, Govspeak::rendered, clock, UUID::randomUUID);
        PublishingPlatform served = new PublishingPlatform(
                publishing,
                new PostgresViews(database, log),
                new Audit(store),
                () -> store.head().value(),
                decoder.isEmpty());
        platform = served;
        ContentStore draft = PostgresContentStore.open(database, log + "_draft_content", clock);
        ContentStore live = PostgresContentStore.open(database, log + "_live_content", clock);
        ContentStores stores = ContentStores.both(draft, live, WEBSITE, decoder.isEmpty());
        ContentStore presentedDraft =
                elsewhere.<ContentStore>map(to -> remote(to.draft())).orElse(draft);
        ContentStore presentedLive =
                elsewhere.<ContentStore>map(to -> remote(to.live())).orElse(live);
        Downstream downstream = parts.started(new Downstream(
                        store,
                        shelves,
                        presentedDraft,
                        presentedLive,
                        PostgresCheckpoints.open(database, log + "_downstream"))
                .start());
        address = parts.started(WebServer.start(Web.class, host, port, beans -> {
                    beans.registerBean(PublishingPlatform.class, () -> served);
                    beans.registerBean(ContentStores.class, () -> stores);
                    beans.registerBean(Clock.class, () -> clock);
                    beans.registerBean(JwtDecoder.class, () -> decoder.orElse(PublishingNode::noToken));
                }))
                .address();
        URI own = address;
        proof = new PublishingProof(
                store,
                shelves,
                new PostgresBasePaths(database, log),
                downstream,
                elsewhere
                        .<ContentStore>map(to -> remote(to.draft()))
                        .orElseGet(() -> remote(own.resolve(ContentStores.DRAFT))),
                elsewhere
                        .<ContentStore>map(to -> remote(to.live()))
                        .orElseGet(() -> remote(own.resolve(ContentStores.LIVE))));
    }

    private static HttpContentStore remote(URI address) {
        return new HttpContentStore(address, () -> Optional.ofNullable(System.getenv("F6_CONTENT_STORE_TOKEN")));
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

    /// What its views and content stores are held against.
    PublishingProof proof() {
        if (proof == null) {
            throw new IllegalStateException("not started");
        }
        return proof;
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
