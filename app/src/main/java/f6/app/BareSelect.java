package f6.app;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/// What a node can do at most: a request that is one indexed SELECT. For the benchmark alone, which sets a
/// property of the process.
final class BareSelect {
    static final String PROPERTY = "f6.bench";

    private BareSelect() {}

    static boolean isAskedFor() {
        return Boolean.getBoolean(PROPERTY);
    }

    static void register(GenericApplicationContext beans, DataSource database, Set<String> logs) {
        String sql = "SELECT position FROM %s.event WHERE id = ?"
                .formatted(logs.iterator().next());
        beans.registerBean(
                "bareSelect",
                RouterFunction.class,
                () -> RouterFunctions.route()
                        .GET("/bench/events/{id}", request -> {
                            String found =
                                    "{\"position\":%d}".formatted(position(database, sql, request.pathVariable("id")));
                            return ServerResponse.ok()
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .build((_, response) -> {
                                        response.getOutputStream().write(found.getBytes(StandardCharsets.UTF_8));
                                        return null;
                                    });
                        })
                        .build());
    }

    private static long position(DataSource database, String sql, String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.fromString(id));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
