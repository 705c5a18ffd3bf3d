package f6.web;

import static org.assertj.core.api.Assertions.assertThat;

import f6.eventstore.memory.InMemoryEventStore;
import f6.web.feed.FeedConfiguration;
import f6.web.feed.Feeds;
import f6.web.subscription.SubscriptionConfiguration;
import f6.web.subscription.ZoneSubscriptions;
import f6.zone.Zone;
import f6.zone.accountability.AuditLog;
import f6.zone.accountability.Pseudonyms;
import f6.zone.accountability.ReadLog;
import f6.zone.accountability.ReadRecord;
import f6.zone.definition.DefinitionFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/// The OpenAPI document has what is served, all of it and nothing else.
class OpenApiTest {
    private static final List<ServletWebServerApplicationContext> STARTED = new ArrayList<>();

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, FeedConfiguration.class, SubscriptionConfiguration.class})
    static class Web {}

    @BeforeAll
    static void start() {
        Zones zones = Zones.of(List.of(new Zone(
                DefinitionFile.read(Path.of("..", "examples", "zonnendaal", "burgerlijke-stand.yaml")),
                new InMemoryEventStore(),
                Clock.systemUTC())));
        SpringApplication application = new SpringApplication(Web.class);
        application.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0"));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Zones.class, () -> zones);
            beans.registerBean(ManagedZones.class, () -> new ManagedZones(Map.of()));
            beans.registerBean(Feeds.class, () -> new Feeds(Map.of()));
            beans.registerBean(ZoneSubscriptions.class, () -> new ZoneSubscriptions(Map.of()));
            beans.registerBean(GraphQlSettings.class, () -> new GraphQlSettings(true, false));
            beans.registerBean(Protection.class, () -> new Protection(1_000, false));
            beans.registerBean(
                    Accountability.class,
                    () -> new Accountability(
                            new NothingRead(),
                            new NothingDone(),
                            new Pseudonyms(new byte[Pseudonyms.KEY_BYTES]),
                            Clock.systemUTC()));
            beans.registerBean(JwtDecoder.class, () -> token -> {
                throw new BadJwtException("nobody is known");
            });
        });
        STARTED.add((ServletWebServerApplicationContext) application.run());
    }

    @AfterAll
    static void stop() {
        STARTED.forEach(ServletWebServerApplicationContext::close);
    }

    private static List<Operation> described() {
        return STARTED.getFirst().getBeansOfType(ApiPart.class).values().stream()
                .flatMap(part -> part.operations().stream())
                .toList();
    }

    @Test
    void every_route_is_described_and_what_is_described_is_routed() {
        Set<String> routed = new TreeSet<>();
        STARTED.getFirst()
                .getBeansOfType(RouterFunction.class)
                .values()
                .forEach(router -> router.accept(new Routes(routed)));
        routed.removeIf(route -> !route.contains(" /v1") || route.startsWith("HEAD "));

        Set<String> described = new TreeSet<>();
        described().forEach(operation -> described.add(operation.method() + " " + operation.path()));

        assertThat(described).isEqualTo(routed).hasSizeGreaterThan(15);
    }

    @Test
    void each_operation_has_an_id_of_its_own_and_an_answer() {
        Set<String> ids = new HashSet<>();
        for (Operation operation : described()) {
            assertThat(ids.add(operation.id())).as(operation.id()).isTrue();
            assertThat(operation.answers()).as(operation.id()).isNotEmpty();
        }
    }

    /// Every reference leads to a schema of the document.
    @Test
    void references_lead_somewhere() {
        Map<String, Object> document = OpenApiDocument.of(
                STARTED.getFirst().getBean(Zones.class).byName().values().stream()
                        .map(Zone::definition)
                        .toList(),
                described());
        Map<?, ?> components = (Map<?, ?>) Objects.requireNonNull(document.get("components"));
        Map<?, ?> schemas = (Map<?, ?>) Objects.requireNonNull(components.get("schemas"));
        Deque<Object> unread = new ArrayDeque<>(List.of(document));
        int references = 0;
        while (!unread.isEmpty()) {
            switch (unread.remove()) {
                case Map<?, ?> map -> {
                    if (map.get("$ref") instanceof String to && to.startsWith(OpenApiDocument.SCHEMAS)) {
                        String name = to.substring(OpenApiDocument.SCHEMAS.length());
                        assertThat(schemas.containsKey(name)).as(name).isTrue();
                        references++;
                    }
                    map.values().forEach(unread::add);
                }
                case List<?> list -> list.forEach(unread::add);
                default -> {}
            }
        }
        assertThat(references).isGreaterThan(100);
    }

    /// Writes down the method and the address of each route that has both.
    private record Routes(Set<String> found) implements RouterFunctions.Visitor {
        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            Terms terms = new Terms(new HashSet<>(), new HashSet<>());
            predicate.accept(terms);
            terms.methods().forEach(method -> terms.paths().forEach(path -> found.add(method + " " + path)));
        }

        @Override
        public void startNested(RequestPredicate predicate) {}

        @Override
        public void endNested(RequestPredicate predicate) {}

        @Override
        public void resources(Function<ServerRequest, Optional<Resource>> lookup) {}

        @Override
        public void attributes(Map<String, Object> attributes) {}

        @Override
        public void unknown(RouterFunction<?> router) {
            throw new AssertionError("a router that does not say what it routes: " + router);
        }
    }

    private record Terms(Set<HttpMethod> methods, Set<String> paths) implements RequestPredicates.Visitor {
        @Override
        public void method(Set<HttpMethod> some) {
            methods.addAll(some);
        }

        @Override
        public void path(String pattern) {
            var _ = paths.add(pattern);
        }

        @Override
        @SuppressWarnings({"deprecation", "removal"})
        public void pathExtension(String extension) {}

        @Override
        public void header(String name, String value) {}

        @Override
        public void param(String name, String value) {}

        @Override
        public void version(String version) {}

        @Override
        public void startAnd() {}

        @Override
        public void and() {}

        @Override
        public void endAnd() {}

        @Override
        public void startOr() {}

        @Override
        public void or() {}

        @Override
        public void endOr() {}

        @Override
        public void startNegate() {}

        @Override
        public void endNegate() {}

        @Override
        public void unknown(RequestPredicate predicate) {}
    }

    /// Nobody is known, so nobody reads.
    private static final class NothingRead implements ReadLog {
        @Override
        public void write(List<ReadRecord> records) {
            throw new AssertionError("read without a token: " + records);
        }

        @Override
        public List<ReadLog.Stored> reads(
                String zone, Optional<String> subject, Optional<UUID> source, OptionalLong before, int limit) {
            return List.of();
        }
    }

    private static final class NothingDone implements AuditLog {
        @Override
        public void record(Action action) {
            throw new AssertionError("done without a token: " + action);
        }

        @Override
        public List<AuditLog.Stored> actions(String zone, Optional<UUID> source, OptionalLong before, int limit) {
            return List.of();
        }
    }
}
