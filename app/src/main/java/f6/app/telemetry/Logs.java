package f6.app.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import f6.app.settings.Setting;
import f6.app.settings.Settings;
import org.slf4j.LoggerFactory;

/// Sets what is logged and how, after logback.xml has set it up. Lines go to the error stream.
public final class Logs {
    private Logs() {}

    public static void set(Settings settings) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        for (String level : settings.requiredText(Setting.LOG_LEVEL).split(",", -1)) {
            String[] parts = level.strip().split("=", 2);
            String name = parts.length == 1 ? org.slf4j.Logger.ROOT_LOGGER_NAME : parts[0];
            context.getLogger(name).setLevel(Level.toLevel(parts[parts.length - 1]));
        }
        if (settings.requiredText(Setting.LOG_FORMAT).equals("json")) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            Appender<ILoggingEvent> appender = root.getAppender("ERR");
            if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                JsonLines lines = new JsonLines();
                lines.setContext(context);
                lines.start();
                console.stop();
                console.setEncoder(lines);
                console.start();
            }
        }
    }
}
