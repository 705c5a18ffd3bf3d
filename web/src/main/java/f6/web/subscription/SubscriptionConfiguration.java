package f6.web.subscription;

import f6.web.ApiPart;
import f6.web.Zones;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/// Serves [ZoneSubscriptions].
@Configuration(proxyBeanMethods = false)
public class SubscriptionConfiguration implements ApplicationListener<ContextClosedEvent> {
    private final AtomicBoolean stopping = new AtomicBoolean();

    @Bean
    ApiPart subscriptions(Zones zones, ZoneSubscriptions subscriptions) {
        SubscriptionEndpoint minding = new SubscriptionEndpoint(zones, subscriptions);
        return new SubscriptionDescription(minding.routes()
                .and(new PullEndpoint(minding).routes())
                .and(new SubscriptionStream(minding, stopping::get).routes()));
    }

    @Bean
    SubscriptionMetrics subscriptionMetrics(ZoneSubscriptions subscriptions) {
        return new SubscriptionMetrics(subscriptions);
    }

    /// Streams end before the web server waits for requests to end.
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        stopping.set(true);
    }
}
