package f6.web.publishing;

import f6.web.Sources;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves a [PublishingPlatform] to applications that a `JwtDecoder` knows, or to all if it is open. Health
/// is open.
@Configuration(proxyBeanMethods = false)
@Import(Nowhere.class)
public class PublishingConfiguration {
    private static final int UNAUTHORIZED = 401;
    /// In bytes; a connection that sends more is closed instead.
    private static final int MAX_SWALLOWED = 64_000_000;

    @Bean
    RouterFunction<ServerResponse> publishing(PublishingPlatform platform, Clock clock) {
        Routes routes = new Routes();
        ContentEndpoint content = new ContentEndpoint(platform.views());
        content.routes(routes);
        new CommandEndpoint(platform.publishing(), platform.views()).routes(routes);
        new AuditEndpoint(platform.audit(), content).routes(routes);
        new HostContent(platform.views()).routes(routes);
        new LinksEndpoint(platform.views(), new ExpandedLinks(platform.views(), clock)).routes(routes);
        new EditionsEndpoint(platform.views()).routes(routes);
        new IntentEndpoint(platform.views()).routes(routes);
        new SchemaEndpoint(platform.publishing().schemas()).routes(routes);
        new EditionsByQuery(platform.views()).routes(routes);
        new HealthEndpoint(platform.head()).routes(routes);
        List.of("/v2/**", "/paths/**", "/publish-intent/**", "/lookup-by-base-path", "/graphql", "/healthcheck/**")
                .forEach(routes::nothingElse);
        return routes.build();
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> contentTypeAsWritten() {
        return server -> {
            server.addEngineValves(new ContentTypeAsWritten());
            // Who sends too much is to read that it was: so it is taken to its end, up to here.
            server.addConnectorCustomizers(
                    connector -> connector.setProperty("maxSwallowSize", String.valueOf(MAX_SWALLOWED)));
        };
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, PublishingPlatform platform) {
        http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        if (platform.open()) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/healthcheck/**", "/actuator/health/**", "/graphql")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .oauth2ResourceServer(
                        server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(PublishingConfiguration::source))
                                .authenticationEntryPoint(PublishingConfiguration::unauthorized))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(PublishingConfiguration::unauthorized))
                .build();
    }

    private static JwtAuthenticationToken source(Jwt token) {
        return new JwtAuthenticationToken(token, List.of(), Sources.idOf(token));
    }

    /// As GOV.UK's sign-on answers programs.
    private static void unauthorized(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        boolean given = e instanceof InvalidBearerTokenException;
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                "Bearer error=\"%s\"".formatted(given ? "invalid_token" : "invalid_request"));
        Answered.json(
                        UNAUTHORIZED,
                        Map.of(
                                "message",
                                given ? "Bearer token does not appear to be valid" : "No bearer token was provided"))
                .write(request, response);
    }
}
