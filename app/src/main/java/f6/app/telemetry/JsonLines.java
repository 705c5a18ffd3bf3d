package f6.app.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A log as one JSON object a line, its members named as the Elastic Common Schema does.
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NONE = {};

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("@timestamp", event.getInstant().toString());
        line.put("log.level", event.getLevel().toString());
        line.put("log.logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        line.put("process.thread.name", event.getThreadName());
        line.put("service.name", "f6");
        Map<String, String> context = event.getMDCPropertyMap();
        put(line, "trace.id", context.get("traceId"));
        put(line, "span.id", context.get("spanId"));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("error.type", thrown.getClassName());
            line.put("error.stack_trace", ThrowableProxyUtil.asString(thrown));
        }
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Map<String, Object> line, String member, @Nullable String value) {
        if (value != null) {
            line.put(member, value);
        }
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
