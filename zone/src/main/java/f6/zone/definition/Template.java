package f6.zone.definition;

import f6.eventstore.event.InvalidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A message with expressions in braces: `{kind.id} is al geboren`.
public final class Template {
    private static final Pattern HOLE = Pattern.compile("\\{([^{}]*)}");

    private final List<Object> parts;

    private Template(List<Object> parts) {
        this.parts = parts;
    }

    /// @throws InvalidValue saying what is wrong with an expression in it
    static Template compile(String text, Set<String> variables) {
        List<Object> parts = new ArrayList<>();
        Matcher hole = HOLE.matcher(text);
        int end = 0;
        while (hole.find()) {
            parts.add(text.substring(end, hole.start()));
            parts.add(Expression.compile(hole.group(1), variables));
            end = hole.end();
        }
        parts.add(text.substring(end));
        return new Template(parts);
    }

    /// A hole that has no value shows as `?`: the message must reach its reader all the same.
    public String fill(Map<String, ?> variables) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Expression expression ? shown(expression, variables) : part);
        }
        return text.toString();
    }

    private static Object shown(Expression expression, Map<String, ?> variables) {
        try {
            Object value = expression.value(variables);
            return value instanceof Map<?, ?> object && object.get("id") instanceof String id
                    ? id
                    : value == null ? "?" : value;
        } catch (InvalidValue e) {
            return "?";
        }
    }
}
