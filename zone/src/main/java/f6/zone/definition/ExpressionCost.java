package f6.zone.definition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import f6.eventstore.event.InvalidValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an expression may cost whatever it is evaluated over, told from its syntax: how deep its loops are in each
/// other, and how many times larger than what it reads its value may become. CEL itself counts the rounds of loops
/// as they run, but not the size of what they make.
final class ExpressionCost {
    /// Loops within loops; a relation between the members of three lists has as many.
    static final int MAX_NESTING = 3;
    /// As each `map` that doubles a text doubles what the one before it has made.
    static final double MAX_GROWTH = 1_000;
    /// For a text of unknown length that is put in the place of each character of another.
    private static final double UNKNOWN_LENGTH = 100;

    /// Of all counted repetitions of a pattern, as if each were within the other.
    static final int MAX_REPETITIONS = 1_000;

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    /// By the name of a loop's variable: how large the list is that it goes through.
    private final Map<String, Double> sizes = new HashMap<>();

    private ExpressionCost() {}

    /// @throws InvalidValue when nothing bounds what the expression costs
    static void requireBounded(CelExpr expression) {
        double growth = new ExpressionCost().growth(expression, 0);
        InvalidValue.require(
                growth <= MAX_GROWTH,
                "it can make its value more than %.0f times as large as what it reads: make less of it"
                        .formatted(MAX_GROWTH));
    }

    /// How many times as large as what it reads its value may be.
    private double growth(CelExpr expression, int depth) {
        return switch (expression.getKind()) {
            case CONSTANT, NOT_SET -> 1;
            case IDENT -> sizes.getOrDefault(expression.ident().name(), 1.0);
            case SELECT -> growth(expression.select().operand(), depth);
            case LIST -> sum(expression.list().elements(), depth);
            case MAP ->
                1
                        + expression.map().entries().stream()
                                .mapToDouble(entry -> growth(entry.key(), depth) + growth(entry.value(), depth))
                                .sum();
            case STRUCT ->
                1
                        + expression.struct().entries().stream()
                                .mapToDouble(entry -> growth(entry.value(), depth))
                                .sum();
            case CALL -> call(expression.call(), depth);
            case COMPREHENSION -> loop(expression.comprehension(), depth + 1);
        };
    }

    private double sum(List<CelExpr> parts, int depth) {
        return parts.stream().mapToDouble(part -> growth(part, depth)).sum();
    }

    private double call(CelCall call, int depth) {
        double target = call.target().map(part -> growth(part, depth)).orElse(0.0);
        double arguments = sum(call.args(), depth);
        return switch (call.function()) {
            case "matches" -> {
                requireModestPattern(call.args().getLast());
                yield target + arguments;
            }
            case "replace", "join" -> target * (1 + length(call.args()) * Math.max(1, arguments));
            default -> target + arguments;
        };
    }

    /// The engine takes time in proportion to text and pattern, with counted repetitions written out.
    private static void requireModestPattern(CelExpr pattern) {
        InvalidValue.require(
                pattern.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && pattern.constant().getKind() == CelConstant.Kind.STRING_VALUE,
                "it matches a pattern that is not written out: write it as a text");
        Matcher repeated = REPETITION.matcher(pattern.constant().stringValue());
        double steps = 1;
        while (repeated.find()) {
            String most =
                    repeated.group(2) == null || repeated.group(2).isEmpty() ? repeated.group(1) : repeated.group(2);
            steps *= Math.max(1, Double.parseDouble(most));
        }
        InvalidValue.require(
                steps <= MAX_REPETITIONS,
                "it matches a pattern that repeats %.0f times: repeat at most %d times, of all counts multiplied"
                        .formatted(steps, MAX_REPETITIONS));
    }

    /// Of the last argument that is a text: the one that is put in.
    private static double length(List<CelExpr> arguments) {
        Optional<CelExpr> text = arguments.stream()
                .filter(argument -> argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                        || argument.constant().getKind() == CelConstant.Kind.STRING_VALUE)
                .reduce((first, second) -> second);
        if (text.isEmpty()) {
            return 0;
        }
        return text.get().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                ? text.get().constant().stringValue().length()
                : UNKNOWN_LENGTH;
    }

    /// What a loop collects is of as many parts as it has rounds, which the list that it goes through has too.
    private double loop(CelComprehension loop, int depth) {
        InvalidValue.require(
                depth <= MAX_NESTING,
                "it has loops (all, exists, map, filter) more than %d deep within each other: make it flatter"
                        .formatted(MAX_NESTING));
        double range = growth(loop.iterRange(), depth - 1);
        Double hidden = sizes.put(loop.iterVar(), range);
        Double collected = sizes.put(loop.accuVar(), 1.0);
        double made = growth(loop.accuInit(), depth)
                + growth(loop.loopCondition(), depth)
                + growth(loop.loopStep(), depth)
                + growth(loop.result(), depth);
        restore(loop.iterVar(), hidden);
        restore(loop.accuVar(), collected);
        return Math.max(range, made);
    }

    private void restore(String name, @Nullable Double before) {
        if (before == null) {
            sizes.remove(name);
        } else {
            sizes.put(name, before);
        }
    }
}
