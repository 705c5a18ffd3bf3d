package f6.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Serves the definitions of [ManagedZones].
@Configuration(proxyBeanMethods = false)
class DefinitionsConfiguration {
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE) // the schema's address must not be taken for a zone
    ApiPart definitions(Zones zones, ManagedZones managed) {
        return new DefinitionOperations(new DefinitionsEndpoint(zones, managed).routes());
    }
}
