package f6.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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

/// Serves [Zones] to sources that a `JwtDecoder` knows. Closed but for health.
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, Errors.class})
public class WebConfiguration {
    @Bean
    RouterFunction<ServerResponse> graphQl(Zones zones) {
        return new GraphQlEndpoint(zones).routes();
    }

    @Bean
    RouterFunction<ServerResponse> rest(Zones zones) {
        return new RestEndpoint(zones).routes();
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
        // Before security, which reads both, too.
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problems() {
        return server -> server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
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
