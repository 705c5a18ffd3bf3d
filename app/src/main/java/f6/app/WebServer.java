package f6.app;

import f6.eventstore.event.InvalidValue;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.config.observation.SecurityObservationSettings;

/// The web in front of a node.
///
/// @param stopDelay how long it still serves when it is to stop, and says by its readiness that it will
record WebServer(ServletWebServerApplicationContext context, URI address, Duration stopDelay) implements AutoCloseable {
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name",
            "f6",
            "spring.lifecycle.timeout-per-shutdown-phase",
            "20s",
            "spring.mvc.formcontent.filter.enabled", // bodies are no forms here
            "false",
            "management.tracing.sampling.probability",
            "0");

    /// For as long, who asks one thing after the other is told with an answer that the connection ends.
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    /// Between the end of the last request and the end of the connections: its answer may still be on its way out.
    private static final Duration LAST_ANSWER = Duration.ofMillis(200);
    /// Behind the wait for requests that came in, before the server ends (see the phases of Spring Boot's
    /// WebServerApplicationContext, 1,024 and 2,048 below the default).
    private static final int BEFORE_THE_END = SmartLifecycle.DEFAULT_PHASE - 1_536;

    /// What a server is told besides.
    ///
    /// @param properties of Spring Boot
    record Manner(Map<String, Object> properties, Duration stopDelay) {
        static final Manner USUAL = new Manner(Map.of(), Duration.ZERO);
    }

    /// @param configuration what is served
    /// @param beans what it is served from
    static WebServer start(Class<?> configuration, String host, int port, Consumer<GenericApplicationContext> beans) {
        return start(configuration, host, port, Manner.USUAL, beans);
    }

    static WebServer start(
            Class<?> configuration, String host, int port, Manner manner, Consumer<GenericApplicationContext> beans) {
        // Logging is set up by logback.xml from the first line on; a second set-up would drop what is said meanwhile.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SpringApplication application = new SpringApplication(configuration);
        application.setRegisterShutdownHook(false);
        Map<String, Object> properties = new LinkedHashMap<>(DEFAULTS);
        properties.putAll(manner.properties());
        properties.put("server.address", host);
        properties.put("server.port", String.valueOf(port));
        application.setDefaultProperties(properties);
        application.addInitializers(context -> {
            GenericApplicationContext made = (GenericApplicationContext) context;
            made.registerBean(SecurityObservationSettings.class, SecurityObservationSettings::noObservations);
            made.registerBean(LastAnswers.class, LastAnswers::new);
            made.registerBean(Farewell.class, Farewell::new); // a filter bean is in front of all requests
            beans.accept(made);
        });
        try {
            ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) application.run();
            int bound =
                    Optional.ofNullable(context.getWebServer()).orElseThrow().getPort();
            String name = host.contains(":") ? "[" + host + "]" : host;
            String scheme = properties.containsKey("server.ssl.bundle") ? "https" : "http";
            return new WebServer(context, URI.create("%s://%s:%d".formatted(scheme, name, bound)), manner.stopDelay());
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException) {
                    throw new UsageFailure(
                            "port %d of %s is in use: choose another with --port, or 0 for any free one"
                                    .formatted(port, host),
                            e);
                }
                if (cause instanceof InvalidValue invalid) {
                    throw invalid;
                }
            }
            throw e;
        }
    }

    /// Says that it will stop, closes each connection with its next answer for a while, then takes no more
    /// connections, waits for the requests that had come in, and ends.
    @Override
    public void close() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        pause(stopDelay);
        context.getBean(Farewell.class).say();
        pause(FAREWELL);
        context.close();
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static final class LastAnswers implements SmartLifecycle {
        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            pause(LAST_ANSWER);
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return BEFORE_THE_END;
        }
    }
}
