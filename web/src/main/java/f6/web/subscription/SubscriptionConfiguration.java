package f6.web.subscription;

import f6.web.ApiPart;
import f6.web.Zones;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves [ZoneSubscriptions].
@Configuration(proxyBeanMethods = false)
public class SubscriptionConfiguration implements ApplicationListener<ContextClosedEvent> {
    private final AtomicBoolean stopping = new AtomicBoolean();

    @Bean
    RouterFunction<ServerResponse> subscriptions(Zones zones, ZoneSubscriptions subscriptions) {
        SubscriptionEndpoint minding = new SubscriptionEndpoint(zones, subscriptions);
        return minding.routes()
                .and(new PullEndpoint(minding).routes())
                .and(new SubscriptionStream(minding, stopping::get).routes());
    }

    @Bean
    ApiPart subscriptionPart() {
        return new SubscriptionDescription();
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
