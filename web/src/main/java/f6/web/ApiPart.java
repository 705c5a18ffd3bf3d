package f6.web;

import java.util.List;

/// A part of the API below `/v1` that says what it serves. Each such bean is in the OpenAPI document.
public interface ApiPart {
    List<Operation> operations();
}
