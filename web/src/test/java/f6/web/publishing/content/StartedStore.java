package f6.web.publishing.content;

import f6.publishing.content.ContentStore;
import f6.publishing.content.ContentStore.Listed;
import f6.publishing.content.ContentStore.Put;
import f6.publishing.content.ContentStore.Stored;
import f6.publishing.content.InMemoryContentStore;
import f6.publishing.content.Item;
import f6.publishing.content.PublishIntent;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// A server for the tests of this package, with a live store that each test empties.
final class StartedStore {
    static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    static final String TOKEN = "the-token";
    static final Emptied LIVE = new Emptied();
    static final Emptied DRAFT = new Emptied();
    private static final URI SERVER = start(true);
    private static final URI CLOSED = start(false);

    private StartedStore() {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ContentStoresConfiguration.class)
    static class Web {}

    private static URI start(boolean open) {
        SpringApplication application = new SpringApplication(Web.class);
        application.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0"));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(
                    ContentStores.class, () -> ContentStores.both(DRAFT, LIVE, "https://www.example.org", open));
            beans.registerBean(JwtDecoder.class, () -> StartedStore::token);
            beans.registerBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
        });
        ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) application.run();
        return URI.create("http://127.0.0.1:%d"
                .formatted(Objects.requireNonNull(context.getWebServer()).getPort()));
    }

    /// The one that is known, and no other.
    private static Jwt token(String text) {
        if (!text.equals(TOKEN)) {
            throw new BadJwtException("not known");
        }
        return Jwt.withTokenValue(text)
                .header("alg", "none")
                .subject("publishing")
                .build();
    }

    /// The same live store, where only who has the token may write.
    static URI closed() {
        return CLOSED.resolve(ContentStores.LIVE);
    }

    static URI live() {
        return SERVER.resolve(ContentStores.LIVE);
    }

    static URI draft() {
        return SERVER.resolve(ContentStores.DRAFT);
    }

    /// A store in memory that can be emptied.
    static final class Emptied implements ContentStore {
        private volatile ContentStore store = fresh();

        private static ContentStore fresh() {
            return new InMemoryContentStore(Clock.systemUTC());
        }

        void empty() {
            store = fresh();
        }

        @Override
        public Put put(Item item, long payloadVersion) {
            return store.put(item, payloadVersion);
        }

        @Override
        public boolean delete(String basePath, long payloadVersion) {
            return store.delete(basePath, payloadVersion);
        }

        @Override
        public boolean remove(String basePath) {
            return store.remove(basePath);
        }

        @Override
        public Optional<Stored> find(String path) {
            return store.find(path);
        }

        @Override
        public List<Listed> list(String after, int limit) {
            return store.list(after, limit);
        }

        @Override
        public boolean putIntent(PublishIntent intent) {
            return store.putIntent(intent);
        }

        @Override
        public boolean deleteIntent(String basePath) {
            return store.deleteIntent(basePath);
        }

        @Override
        public Optional<PublishIntent> findIntent(String path) {
            return store.findIntent(path);
        }

        @Override
        public List<PublishIntent> intents(String after, int limit) {
            return store.intents(after, limit);
        }

        @Override
        public int forgetIntentsBefore(Instant time) {
            return store.forgetIntentsBefore(time);
        }
    }
}
