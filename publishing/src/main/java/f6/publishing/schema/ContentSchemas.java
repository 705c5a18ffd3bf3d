package f6.publishing.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The shapes that content may have, by name.
public interface ContentSchemas {
    /// What is wrong with content, by the schema that its `schema_name` names: objects with `schema`, `fragment`,
    /// `message` and `failed_attribute`, as clients of publishing-api know them. Empty if nothing is.
    List<Map<String, Object>> problems(Map<String, @Nullable Object> content);

    Set<String> names();

    /// The schema of what publishers send, as it was read.
    ///
    /// @return null if there is none of this name
    @Nullable
    Map<String, @Nullable Object> find(String name);

    /// Takes all content, of no schema at all: for what was held against its schema before.
    ContentSchemas ANYTHING = new ContentSchemas() {
        @Override
        public List<Map<String, Object>> problems(Map<String, @Nullable Object> content) {
            return List.of();
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public @Nullable Map<String, @Nullable Object> find(String name) {
            return null;
        }
    };
}
