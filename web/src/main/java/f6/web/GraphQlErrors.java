package f6.web;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.ResultPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// What went wrong, as GraphQL errors: `extensions.code` says which kind, `extensions.status` what it would be in
/// HTTP.
final class GraphQlErrors {
    private GraphQlErrors() {}

    static GraphQLError of(Failure failure) {
        return error(GraphQLError.newError(), failure);
    }

    /// For a part of the answer.
    static GraphQLError of(Failure failure, ResultPath path) {
        return error(GraphQLError.newError().path(path), failure);
    }

    /// For what is thrown.
    static DataFetcherExceptionHandler handler() {
        return failed -> CompletableFuture.completedFuture(DataFetcherExceptionHandlerResult.newResult(error(
                        GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment()),
                        Failure.of(failed.getException())))
                .build());
    }

    private static GraphQLError error(GraphQLError.Builder<?> error, Failure failure) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", failure.code());
        extensions.put("status", failure.status());
        extensions.putAll(failure.more());
        return error.message("%s", failure.message())
                .errorType(ErrorClassification.errorClassification(failure.code()))
                .extensions(extensions)
                .build();
    }
}
