package f6.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves [Zones] by [GraphQlSettings] to sources that a `JwtDecoder` knows. Closed but for health and the
/// description of the API.
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, Errors.class, DefinitionsConfiguration.class})
public class WebConfiguration {
    /// The first of the routes: its address would be that of a zone else.
    @Bean
    OpenApiEndpoint openApiPart(Zones zones, ObjectProvider<ApiPart> parts) {
        return new OpenApiEndpoint(zones, parts::stream);
    }

    @Bean
    RouterFunction<ServerResponse> openApi(OpenApiEndpoint openApiPart) {
        return openApiPart.routes();
    }

    @Bean
    GraphQlEndpoint graphQlPart(Zones zones, GraphQlSettings settings) {
        return new GraphQlEndpoint(zones, settings);
    }

    @Bean
    RouterFunction<ServerResponse> graphQl(GraphQlEndpoint graphQlPart) {
        return graphQlPart.routes();
    }

    @Bean
    RouterFunction<ServerResponse> graphiQl(Zones zones, GraphQlSettings settings) {
        return new GraphiQlPage(zones, settings).routes();
    }

    @Bean
    RestEndpoint restPart(Zones zones) {
        return new RestEndpoint(zones);
    }

    @Bean
    RouterFunction<ServerResponse> rest(RestEndpoint restPart) {
        return restPart.routes();
    }

    @Bean
    EventsEndpoint eventsPart(Zones zones) {
        return new EventsEndpoint(zones);
    }

    @Bean
    RouterFunction<ServerResponse> events(EventsEndpoint eventsPart) {
        return eventsPart.routes();
    }

    @Bean
    CommandEndpoint commandsPart(Zones zones) {
        return new CommandEndpoint(zones);
    }

    @Bean
    RouterFunction<ServerResponse> commands(CommandEndpoint commandsPart) {
        return commandsPart.routes();
    }

    @Bean
    RootEndpoint rootPart(Zones zones) {
        return new RootEndpoint(zones);
    }

    @Bean
    RouterFunction<ServerResponse> root(RootEndpoint rootPart) {
        return rootPart.routes();
    }

    @Bean
    FilterRegistrationBean<ApiVersion> apiVersion() {
        FilterRegistrationBean<ApiVersion> filter = new FilterRegistrationBean<>(new ApiVersion());
        // Before security: who is refused is told the version too.
        filter.setUrlPatterns(List.of("/v1/*"));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    LogHealth log(Zones zones) {
        return new LogHealth(zones);
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit() {
        FilterRegistrationBean<BodyLimit> filter = new FilterRegistrationBean<>(new BodyLimit());
        // Behind security: who is not known does not get to fill our memory.
        filter.setUrlPatterns(List.of("/v1/*"));
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<WellFormedRequest> wellFormedRequest() {
        FilterRegistrationBean<WellFormedRequest> filter = new FilterRegistrationBean<>(new WellFormedRequest());
        // Before security, which reads both, too; behind what tells the version and what keeps the access log.
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problems() {
        return server -> server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, GraphQlSettings graphQl) {
        List<String> open =
                new ArrayList<>(List.of("/actuator/health/**", "/v1/openapi.json", DefinitionsEndpoint.SCHEMA));
        if (graphQl.page()) {
            open.add("/graphiql/**");
        }
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(open.toArray(String[]::new))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(
                        server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(WebConfiguration::source))
                                .authenticationEntryPoint((request, response, e) -> unauthorized(response, e)))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint((request, response, e) -> unauthorized(response, e)))
                .build();
    }

    private static JwtAuthenticationToken source(Jwt token) {
        return new JwtAuthenticationToken(token, List.of(), Sources.idOf(token));
    }

    private static void unauthorized(HttpServletResponse response, AuthenticationException e) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        Problems.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "a bearer token that names a source is needed here: " + e.getMessage());
    }
}
