package f6.app;

import f6.app.WebServer.Manner;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import f6.app.telemetry.AccessLog;
import f6.app.telemetry.ProjectionHealth;
import f6.app.telemetry.ProjectionWatch;
import f6.app.telemetry.Telemetry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

/// How the web of a zone node is run, by its settings.
final class Serving {
    /// Behind the filter that begins the trace, before all others.
    private static final int ACCESS_LOG = Ordered.HIGHEST_PRECEDENCE + 2;

    private Serving() {}

    static Manner manner(Settings settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                "spring.lifecycle.timeout-per-shutdown-phase",
                settings.duration(Setting.STOP_WITHIN).toString());
        properties.put("management.endpoint.health.group.readiness.include", "readinessState,log,projections");
        settings.text(Setting.TRACES).ifPresent(endpoint -> {
            properties.put("management.opentelemetry.tracing.export.otlp.endpoint", endpoint);
            properties.put("management.tracing.sampling.probability", settings.requiredText(Setting.TRACES_SHARE));
        });
        properties.putAll(SecuritySettings.of(settings).properties());
        return new Manner(properties, settings.duration(Setting.STOP_DELAY));
    }

    static void register(
            GenericApplicationContext beans, Settings settings, Telemetry telemetry, ProjectionWatch watch) {
        beans.registerBean(PrometheusMeterRegistry.class, telemetry::meters);
        beans.registerBean(
                "projections",
                ProjectionHealth.class,
                () -> new ProjectionHealth(watch, settings.duration(Setting.READY_LAG)));
        beans.registerBean("accessLog", FilterRegistrationBean.class, () -> {
            FilterRegistrationBean<AccessLog> filter = new FilterRegistrationBean<>(new AccessLog());
            filter.setOrder(ACCESS_LOG);
            return filter;
        });
    }
}
