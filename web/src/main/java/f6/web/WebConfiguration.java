package f6.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/// Serves [Zones] by [GraphQlSettings] to sources that a `JwtDecoder` knows. Closed but for health and the
/// description of the API.
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, Errors.class, DefinitionsConfiguration.class})
public class WebConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(WebConfiguration.class);
    /// A year.
    private static final long STRICT_TRANSPORT_SECONDS = 31_536_000;

    /// All parts in one, in their order.
    @Bean
    RouterFunction<ServerResponse> api(ObjectProvider<ApiPart> parts) {
        return parts.orderedStream()
                .map(ApiPart::routes)
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE) // its address must not be taken for a zone
    ApiPart openApi(Zones zones, ObjectProvider<ApiPart> parts) {
        return new OpenApiEndpoint(zones, parts::stream);
    }

    @Bean
    ApiPart graphQl(Zones zones, GraphQlSettings settings) {
        return new GraphQlEndpoint(zones, settings);
    }

    @Bean
    RouterFunction<ServerResponse> graphiQl(Zones zones, GraphQlSettings settings) {
        return new GraphiQlPage(zones, settings).routes();
    }

    @Bean
    ApiPart rest(Zones zones) {
        return new RestEndpoint(zones);
    }

    @Bean
    ApiPart events(Zones zones) {
        return new EventsEndpoint(zones);
    }

    @Bean
    ApiPart commands(Zones zones) {
        return new CommandEndpoint(zones);
    }

    @Bean
    ApiPart root(Zones zones) {
        return new RootEndpoint(zones);
    }

    @Bean
    ApiPart audit(Zones zones, Accountability accountability) {
        return new AuditDescription(new AuditEndpoint(zones, accountability).routes());
    }

    /// Asks the routes before the endpoints of the node itself, which are asked for less often.
    @Bean
    static BeanPostProcessor routesFirst() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof RouterFunctionMapping mapping) {
                    mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
                }
                return bean;
            }
        };
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
    FilterRegistrationBean<ManagementAudit> managementAudit(Zones zones, Accountability accountability) {
        FilterRegistrationBean<ManagementAudit> filter = new FilterRegistrationBean<>(
                new ManagementAudit(accountability, zones.byName().keySet()));
        // Behind security: who is not known does and reads nothing.
        filter.setUrlPatterns(List.of("/v1/*"));
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
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
    SecurityFilterChain security(HttpSecurity http, GraphQlSettings graphQl, Protection protection) {
        List<String> open =
                new ArrayList<>(List.of("/actuator/health/**", "/v1/openapi.json", DefinitionsEndpoint.SCHEMA));
        if (graphQl.page()) {
            open.add("/graphiql/**");
        }
        // Who asks brings a token each time: there is no log-in to end, and no request to come back to.
        return http.csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .servletApi(servlet -> servlet.disable())
                .headers(WebConfiguration::headers)
                .addFilterAfter(new CertificateBinding(protection.boundTokens()), BearerTokenAuthenticationFilter.class)
                .addFilterAfter(new RateLimit(protection.requestsPerSecond()), CertificateBinding.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(open.toArray(String[]::new))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(
                                jwt -> jwt.jwtAuthenticationConverter(WebConfiguration::source))
                        .authenticationEntryPoint((request, response, e) -> unauthorized(response, e))
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                                filter.setAuthenticationFailureHandler(
                                        (request, response, e) -> unauthorized(response, e));
                                return filter;
                            }
                        }))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint((request, response, e) -> unauthorized(response, e)))
                .build();
    }

    private static JwtAuthenticationToken source(Jwt token) {
        return new JwtAuthenticationToken(token, List.of(), Sources.idOf(token));
    }

    /// Answers are of persons, and for programs: nobody keeps them, frames them, or runs anything in them. Those
    /// that may be kept or shown say so themselves. That a browser must come back over TLS is said over TLS only.
    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(
                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .httpStrictTransportSecurity(
                        strict -> strict.includeSubDomains(false).maxAgeInSeconds(STRICT_TRANSPORT_SECONDS));
    }

    private static void unauthorized(HttpServletResponse response, AuthenticationException e) throws IOException {
        if (e instanceof AuthenticationServiceException) {
            LOG.warn("a token could not be checked: {}", e.getMessage());
            Problems.write(
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "the issuer of tokens does not answer, so none can be checked: try again later");
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        Problems.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "a bearer token that names a source is needed here: " + e.getMessage());
    }
}
