package f6.web;

import java.util.List;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// A part of the API below `/v1`. Each such bean is served and is in the OpenAPI document.
public interface ApiPart {
    /// What it serves, described.
    List<Operation> operations();

    RouterFunction<ServerResponse> routes();
}
