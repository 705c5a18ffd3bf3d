package f6.app;

import f6.eventstore.event.InvalidValue;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The web in front of a node.
record WebServer(ServletWebServerApplicationContext context, URI address) implements AutoCloseable {
    /// @param configuration what is served
    /// @param beans what it is served from
    static WebServer start(Class<?> configuration, String host, int port, Consumer<GenericApplicationContext> beans) {
        return start(configuration, host, port, Map.of(), beans);
    }

    /// @param more properties of Spring Boot
    static WebServer start(
            Class<?> configuration,
            String host,
            int port,
            Map<String, Object> more,
            Consumer<GenericApplicationContext> beans) {
        // Logging is set up by logback.xml from the first line on; a second set-up would drop what is said meanwhile.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SpringApplication application = new SpringApplication(configuration);
        application.setRegisterShutdownHook(false);
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("server.address", host);
        properties.put("server.port", String.valueOf(port));
        application.setDefaultProperties(properties);
        application.addInitializers(context -> beans.accept((GenericApplicationContext) context));
        try {
            ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) application.run();
            int bound =
                    Optional.ofNullable(context.getWebServer()).orElseThrow().getPort();
            String scheme = more.containsKey("server.ssl.bundle") ? "https" : "http";
            String name = host.contains(":") ? "[" + host + "]" : host;
            return new WebServer(context, URI.create("%s://%s:%d".formatted(scheme, name, bound)));
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

    @Override
    public void close() {
        context.close();
    }
}
