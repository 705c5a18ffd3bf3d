package f6.web;

import graphql.ExecutionResult;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.VariableReference;
import org.jspecify.annotations.Nullable;

/// Refuses what is too deep or costs too much (see [Costs]). A remembered document whose cost no variable changes
/// is weighed once: to weigh it takes longer than to find a state.
final class CostBound extends SimplePerformantInstrumentation {
    private final MaxQueryDepthInstrumentation depth;

    CostBound(int maxDepth) {
        depth = new MaxQueryDepthInstrumentation(maxDepth);
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters operation, InstrumentationState none) {
        ExecutionContext context = operation.getExecutionContext();
        RememberedDocuments.Remembered document = RememberedDocuments.of(context.getGraphQLContext());
        if (!document.isWeighed()) {
            var _ = depth.beginExecuteOperation(operation, none); // throws
            requireCheap(context);
            if (alwaysCostsTheSame(context.getDocument())) {
                document.setWeighed();
            }
        }
        return null;
    }

    private static void requireCheap(ExecutionContext context) {
        int cost = QueryComplexityCalculator.newCalculator()
                .fieldComplexityCalculator(Costs::of)
                .schema(context.getGraphQLSchema())
                .document(context.getDocument())
                .operationName(context.getExecutionInput().getOperationName())
                .variables(context.getCoercedVariables())
                .build()
                .calculate();
        if (cost > Costs.MAX) {
            throw new AbortExecutionException("maximum query complexity exceeded %d > %d".formatted(cost, Costs.MAX));
        }
    }

    private static boolean alwaysCostsTheSame(Document document) {
        return document.getDefinitionsOfType(OperationDefinition.class).size() == 1 && !isVaried(document);
    }

    /// Whether a variable decides what is left out, or about an argument that [Costs] looks at.
    private static boolean isVaried(Node<?> node) {
        return switch (node) {
            case Directive directive -> directive.getArguments().stream().anyMatch(CostBound::isVariable);
            case Field field
            when field.getArguments().stream()
                    .anyMatch(argument -> Costs.counts(field.getName(), argument.getName()) && isVariable(argument)) ->
                true;
            default -> node.getChildren().stream().anyMatch(CostBound::isVaried);
        };
    }

    private static boolean isVariable(Argument argument) {
        return argument.getValue() instanceof VariableReference;
    }
}
