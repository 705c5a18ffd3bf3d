package f6.web.publishing.content;

import f6.eventstore.store.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves [ContentStores]: items to all, within their limits; the rest to those that a `JwtDecoder` knows.
@Configuration(proxyBeanMethods = false)
public class ContentStoresConfiguration {
    private static final Logger LOGGER = System.getLogger(ContentStoresConfiguration.class.getName());
    private static final String[] ALL = {
        "/content/**", "/api/content/**", "/publish-intent/**", "/publish-intents", "/items", "/item/**"
    };
    private static final String[] READERS = {"/content/**", "/api/content/**", "/publish-intent/**"};

    @Bean
    RouterFunction<ServerResponse> contentStoreRoutes(ContentStores stores, Clock clock) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (ContentStores.Served served : stores.stores()) {
            new ReadersEndpoint(served, stores.website(), clock).addTo(routes);
            new PublishersEndpoint(served).addTo(routes);
        }
        // Whoever presents comes again.
        return routes.onError(StoreFailure.class, (failure, request) -> unavailable(failure))
                .build();
    }

    private static ServerResponse unavailable(Throwable failure) {
        LOGGER.log(Level.ERROR, "a content store does not answer", failure);
        return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain contentStoreSecurity(HttpSecurity http, ContentStores stores) {
        http.securityMatcher(below(stores, ALL))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // Ours says how long an answer may be kept.
                .headers(headers -> headers.cacheControl(cache -> cache.disable()));
        if (stores.open()) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, below(stores, READERS))
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, below(stores, READERS))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
                .build();
    }

    private static String[] below(ContentStores stores, String... patterns) {
        return stores.stores().stream()
                .flatMap(served -> Arrays.stream(patterns).map(pattern -> served.base() + pattern))
                .toArray(String[]::new);
    }
}
