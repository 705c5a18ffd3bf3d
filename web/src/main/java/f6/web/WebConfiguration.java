package f6.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
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

/// Serves [Zones] to sources that a `JwtDecoder` knows. Closed but for health.
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, Errors.class})
public class WebConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(WebConfiguration.class);
    /// A year.
    private static final long STRICT_TRANSPORT_SECONDS = 31_536_000;

    @Bean
    RouterFunction<ServerResponse> graphQl(Zones zones, Accountability accountability) {
        return new GraphQlEndpoint(zones, accountability).routes();
    }

    @Bean
    RouterFunction<ServerResponse> rest(Zones zones, Accountability accountability) {
        return new RestEndpoint(zones, accountability).routes();
    }

    @Bean
    RouterFunction<ServerResponse> audit(Zones zones, Accountability accountability) {
        return new AuditEndpoint(zones, accountability).routes();
    }

    @Bean
    FilterRegistrationBean<ManagementAudit> managementAudit(Zones zones, Accountability accountability) {
        FilterRegistrationBean<ManagementAudit> filter = new FilterRegistrationBean<>(
                new ManagementAudit(accountability.actions(), zones.byName().keySet(), accountability.clock()));
        // Behind security: who is not known does nothing.
        filter.setUrlPatterns(List.of("/v1/*"));
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
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
    SecurityFilterChain security(HttpSecurity http, Protection protection) {
        return http.csrf(csrf -> csrf.disable())
                .headers(WebConfiguration::headers)
                .addFilterAfter(new CertificateBinding(protection.boundTokens()), BearerTokenAuthenticationFilter.class)
                .addFilterAfter(new RateLimit(protection.requestsPerSecond()), CertificateBinding.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
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
