package f6.web.feed;

import f6.web.ApiPart;
import f6.web.Zones;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves [Feeds] beside their [Zones].
@Configuration(proxyBeanMethods = false)
public class FeedConfiguration {
    @Bean
    ApiPart feedPart() {
        return new FeedDescription();
    }

    @Bean
    Tails tails() {
        return new Tails();
    }

    @Bean
    RouterFunction<ServerResponse> feed(Zones zones, Feeds feeds, Tails tails) {
        return new FeedEndpoint(zones, feeds, tails).routes();
    }
}
