package f6.web;

import graphql.ExecutionInput;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.schema.GraphQLSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Remembers what was parsed and validated by one schema, for clients send the same documents with other
/// variables. What is wrong with a document is not remembered; what is wrong with the variables of a request is
/// told each time.
final class RememberedDocuments implements PreparsedDocumentProvider {
    /// Some 20,000 bytes each with their trees.
    private static final int MOST = 500;
    /// Longer documents are rare, or made for one request.
    private static final int MAX_LENGTH = 10_000;

    /// A document, and whether its cost was found to be within bounds, whatever the variables.
    static final class Remembered {
        private final PreparsedDocumentEntry entry;
        private volatile boolean weighed;

        private Remembered(PreparsedDocumentEntry entry) {
            this.entry = entry;
        }

        boolean isWeighed() {
            return weighed;
        }

        void setWeighed() {
            weighed = true;
        }
    }

    private final GraphQLSchema schema;
    /// The one that was asked for longest ago first.
    private final Map<String, Remembered> documents = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST;
        }
    };

    RememberedDocuments(GraphQLSchema schema) {
        this.schema = schema;
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput request, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        Remembered remembered = remembered(request, parseAndValidate);
        var _ = request.getGraphQLContext().put(Remembered.class, remembered);
        PreparsedDocumentEntry document = remembered.entry;
        List<GraphQLError> wrong =
                document.hasErrors() ? List.of() : VariablesCheck.errors(schema, document.getDocument(), request);
        return CompletableFuture.completedFuture(wrong.isEmpty() ? document : new PreparsedDocumentEntry(wrong));
    }

    /// Of a request that is executed.
    static Remembered of(GraphQLContext request) {
        return request.<Remembered>getOrEmpty(Remembered.class).orElseThrow();
    }

    private Remembered remembered(
            ExecutionInput request, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        String text = request.getQuery();
        synchronized (documents) {
            Remembered known = documents.get(text);
            if (known != null) {
                return known;
            }
        }
        Remembered made = new Remembered(parseAndValidate.apply(request));
        if (!made.entry.hasErrors() && text.length() <= MAX_LENGTH) {
            synchronized (documents) {
                documents.put(text, made);
            }
        }
        return made;
    }
}
