package f6.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves the definitions of [ManagedZones].
@Configuration(proxyBeanMethods = false)
class DefinitionsConfiguration {
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE) // the schema's address must not be taken for a zone
    RouterFunction<ServerResponse> definitions(Zones zones, ManagedZones managed) {
        return new DefinitionsEndpoint(zones, managed).routes();
    }

    @Bean
    ApiPart definitionsPart() {
        return new DefinitionOperations();
    }
}
