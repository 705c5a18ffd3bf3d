package f6.web;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Function;

/// Dates and instants, exact: the common extended scalars turn 31 February into the 28th and cut instants to
/// milliseconds, so that a moment that was answered could not be asked about again.
final class TimeScalars {
    static final String A_DAY = "a day of the years 0001 to 9999, such as 2026-01-31";
    static final String AN_INSTANT = "an instant with offset, such as 2026-01-31T12:00:00Z";

    /// A day of the calendar (ISO 8601 calendar date).
    static final GraphQLScalarType DATE =
            scalar("Date", "A day, such as 2026-01-31.", new Exact<>(A_DAY, TimeScalars::day));

    /// An instant by RFC 3339 §5.6; any offset comes in, UTC goes out.
    static final GraphQLScalarType DATE_TIME = scalar(
            "DateTime",
            "An instant by RFC 3339, such as 2026-01-31T12:00:00.123456Z.",
            new Exact<Instant>(AN_INSTANT, TimeScalars::instant));

    private TimeScalars() {}

    static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(text);
        requireYear(day.getYear());
        return day;
    }

    static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        requireYear(time.withOffsetSameInstant(ZoneOffset.UTC).getYear());
        return time.toInstant();
    }

    private static void requireYear(int year) {
        if (year < 1 || year > 9999) {
            throw new DateTimeException("outside the years 0001 to 9999");
        }
    }

    private static GraphQLScalarType scalar(String name, String description, Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .description(description)
                .coercing(coercing)
                .build();
    }

    private record Exact<T>(String what, Function<String, T> parser) implements Coercing<T, String> {
        @Override
        public String serialize(Object value, GraphQLContext context, Locale locale) {
            return value.toString();
        }

        @Override
        public T parseValue(Object input, GraphQLContext context, Locale locale) {
            try {
                return parser.apply(String.valueOf(input));
            } catch (DateTimeException e) {
                throw new CoercingParseValueException("'%.40s' is not %s".formatted(input, what), e);
            }
        }

        @Override
        public T parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
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
