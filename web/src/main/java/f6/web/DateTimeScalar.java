package f6.web;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/// `DateTime`: an instant as RFC 3339 §5.6 has it; any offset comes in, UTC goes out, and nothing is cut off: a moment
/// that was answered can be asked about again. (The common extended scalar cuts to milliseconds.)
final class DateTimeScalar {
    static final GraphQLScalarType TYPE = GraphQLScalarType.newScalar()
            .name("DateTime")
            .description("An instant by RFC 3339, such as 2026-01-31T12:00:00.123456Z.")
            .specifiedByUrl("https://www.rfc-editor.org/rfc/rfc3339#section-5.6")
            .coercing(new AsInstant())
            .build();

    private DateTimeScalar() {}

    private static final class AsInstant implements Coercing<Instant, String> {
        @Override
        public String serialize(Object value, GraphQLContext context, Locale locale) {
            if (value instanceof Instant instant) {
                return instant.toString();
            }
            throw new CoercingSerializeException("not an instant: " + value.getClass());
        }

        @Override
        public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
            try {
                return OffsetDateTime.parse(String.valueOf(input)).toInstant();
            } catch (DateTimeException e) {
                throw new CoercingParseValueException(
                        "not a date and time with offset, such as 2026-01-31T12:00:00Z: '%.40s'".formatted(input));
            }
        }

        @Override
        public Instant parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            try {
                return parseValue(
                        input instanceof StringValue text ? String.valueOf(text.getValue()) : "", context, locale);
            } catch (CoercingParseValueException e) {
                throw new CoercingParseLiteralException(e.getMessage(), e);
            }
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return new StringValue(String.valueOf(input));
        }
    }
}
