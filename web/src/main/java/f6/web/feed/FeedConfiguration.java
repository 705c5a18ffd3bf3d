package f6.web.feed;

import f6.web.ApiPart;
import f6.web.Zones;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Serves [Feeds] beside their [Zones].
@Configuration(proxyBeanMethods = false)
public class FeedConfiguration {
    @Bean
    Tails tails() {
        return new Tails();
    }

    @Bean
    ApiPart feed(Zones zones, Feeds feeds, Tails tails) {
        return new FeedDescription(new FeedEndpoint(zones, feeds, tails).routes());
    }
}
