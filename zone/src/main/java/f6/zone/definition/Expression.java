package f6.zone.definition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.timeline.PartialDate;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A compiled expression in CEL, the Common Expression Language (cel.dev, language definition 0.2x), over JSON
/// values. Beyond the standard it has the string functions of the CEL extensions, and `startOf(date)`: the first
/// day of an incomplete date's period as text, so that texts compare as dates do; unknown comes first.
public final class Expression {
    /// Longer ones belong in several rules.
    private static final int MAX_LENGTH = 4_000;
    /// Bounds the work of one evaluation over lists.
    private static final int MAX_ITERATIONS = 10_000;

    /// In parentheses, operators and selections within each other.
    private static final int MAX_DEPTH = 100;
    /// Of a pattern of `matches`, as the engine counts its steps.
    private static final int MAX_PATTERN = 1_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(MAX_PATTERN)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final Cel CEL = builder().build();

    private static final Pattern SELECTION = Pattern.compile("\\s*[A-Za-z]\\w*(\\.[A-Za-z]\\w*)*\\s*");

    private final String text;
    private final CelRuntime.Program program;
    /// The variables that it names: others need not be made ready for it.
    private final Set<String> named;
    /// Of an expression that only selects a member of a variable, the names on the way; else empty.
    private final List<String> selected;

    private Expression(String text, Set<String> variables, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
        this.named = variables.stream()
                .filter(variable -> Pattern.compile("\\b%s\\b".formatted(variable))
                        .matcher(text)
                        .find())
                .collect(Collectors.toUnmodifiableSet());
        this.selected = SELECTION.matcher(text).matches() ? List.of(text.strip().split("\\.")) : List.of();
    }

    private static CelBuilder builder() {
        return CelFactory.plannerCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(CelExtensions.strings())
                .addRuntimeLibraries(CelExtensions.strings())
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        "startOf",
                        CelOverloadDecl.newGlobalOverload("start_of_dyn", SimpleType.STRING, SimpleType.DYN)))
                .addFunctionBindings(CelFunctionBinding.from("start_of_dyn", Object.class, Expression::startOf))
                .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                        "uuid5",
                        CelOverloadDecl.newGlobalOverload(
                                "uuid5_string_string", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING)))
                .addFunctionBindings(
                        CelFunctionBinding.from("uuid5_string_string", String.class, String.class, Expression::uuid5));
    }

    private static Object uuid5(String space, String name) {
        try {
            return NameIds.of(space, name).toString();
        } catch (InvalidValue e) {
            throw new IllegalArgumentException("uuid5: " + e.getMessage(), e);
        }
    }

    private static Object startOf(Object date) {
        try {
            return PartialDate.of(new FromCel().value(date, 0))
                    .start()
                    .map(String::valueOf)
                    .orElse("");
        } catch (InvalidValue e) {
            throw new IllegalArgumentException("startOf: " + e.getMessage(), e);
        }
    }

    /// @param variables the names that the expression may use
    /// @throws InvalidValue saying what is wrong with the expression
    public static Expression compile(String text, Set<String> variables) {
        var compiler = CEL.toCelBuilder();
        variables.forEach(variable -> compiler.addVar(variable, SimpleType.DYN));
        CelValidationResult result = compiler.build().compile(text);
        if (result.hasError()) {
            CelIssue first = result.getErrors().getFirst();
            throw new InvalidValue("not a CEL expression over %s: %s (at character %d of: %s)"
                    .formatted(
                            String.join(", ", variables.stream().sorted().toList()),
                            first.getMessage(),
                            first.getSourceLocation().getColumn() + 1,
                            text));
        }
        try {
            ExpressionCost.requireBounded(result.getAst().getExpr());
            return new Expression(text, variables, CEL.createProgram(result.getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new InvalidValue("not a CEL expression: " + e.getMessage());
        }
    }

    /// The value, as JSON has it.
    ///
    /// @throws InvalidValue when it has none over these values
    public @Nullable Object value(Map<String, ?> variables) {
        Object member = selected(variables);
        if (member != null) {
            return member;
        }
        try {
            Map<String, Object> bound = new LinkedHashMap<>();
            named.stream().filter(variables::containsKey).forEach(name -> bound.put(name, toCel(variables.get(name))));
            return new FromCel().value(program.eval(bound), 0);
        } catch (CelEvaluationException e) {
            throw new InvalidValue("'%s' has no value: %s".formatted(text, e.getMessage()));
        }
    }

    /// What most expressions of a definition do: without CEL, if it is there and CEL would give it as it is.
    private @Nullable Object selected(Map<String, ?> variables) {
        Object value = selected.isEmpty() ? null : variables;
        for (String name : selected) {
            value = value instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return value != null && isSameInCel(value) ? value : null;
    }

    /// Decimals are doubles in CEL.
    private static boolean isSameInCel(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> members -> members.values().stream().allMatch(Expression::isSameInCel);
            case List<?> items -> items.stream().allMatch(Expression::isSameInCel);
            case null -> true;
            case String _, Boolean _, Long _ -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }

    private static Object toCel(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case BigDecimal decimal -> decimal.doubleValue();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((name, member) -> copy.put(name, toCel(member)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Expression::toCel).toList();
            default -> value;
        };
    }
}
