package f6.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// An answer, in the representation that the request prefers: plain JSON, or HAL with what may be done next.
///
/// @param hal made only when asked for
/// @param formal the moment that it was computed at, if it has one
/// @param isHal whether it is hypermedia whatever is asked for
/// @param location of what was made
record Represented(
        HttpStatus status,
        Object plain,
        boolean isHal,
        Supplier<? extends Map<String, ?>> hal,
        Optional<FormalVector> formal,
        Optional<String> location) {
    static final String JSON = MediaType.APPLICATION_JSON_VALUE;
    /// draft-kelly-json-hal.
    static final String HAL = "application/hal+json";
    /// HAL with forms, which here are in both.
    static final String HAL_FORMS = "application/prs.hal-forms+json";

    private static final List<MediaType> OFFERED =
            List.of(MediaType.APPLICATION_JSON, MediaType.parseMediaType(HAL), MediaType.parseMediaType(HAL_FORMS));

    static Represented ok(Object plain, Supplier<? extends Map<String, ?>> hal) {
        return new Represented(HttpStatus.OK, plain, false, hal, Optional.empty(), Optional.empty());
    }

    /// For what is hypermedia by nature: the same in each.
    static Represented always(Map<String, ?> hal) {
        return new Represented(HttpStatus.OK, hal, true, () -> hal, Optional.empty(), Optional.empty());
    }

    Represented at(FormalVector moment) {
        return new Represented(status, plain, isHal, hal, Optional.of(moment), location);
    }

    Represented created(Optional<String> where) {
        return new Represented(HttpStatus.CREATED, plain, isHal, hal, formal, where);
    }

    /// Members, and links to go on by.
    static Map<String, Object> with(Map<String, ?> members, Map<String, ?> links) {
        Map<String, Object> whole = new LinkedHashMap<>(members);
        whole.put("_links", links);
        return whole;
    }

    ServerResponse to(ServerRequest request) throws HttpMediaTypeNotAcceptableException {
        MediaType type = preferred(request);
        boolean isPlain = type.equals(MediaType.APPLICATION_JSON);
        Object answer = isPlain ? plain : hal.get();
        JsonMapper mapper = isPlain && !isHal ? StrictJson.MAPPER : StrictJson.SORTED;
        ServerResponse.BodyBuilder response = ServerResponse.status(status)
                .header(HttpHeaders.CONTENT_TYPE, type.toString())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        formal.ifPresent(vector -> response.header(FormalVector.HEADER, vector.toString()));
        location.ifPresent(where -> response.location(URI.create(where)));
        return response.build((asked, written) -> {
            written.getOutputStream().write(mapper.writeValueAsBytes(answer));
            return null;
        });
    }

    /// Plain JSON unless HAL is asked for by name: who asks for anything else gets JSON as well.
    private static MediaType preferred(ServerRequest request) throws HttpMediaTypeNotAcceptableException {
        try {
            List<MediaType> accepted = new ArrayList<>(request.headers().accept());
            MimeTypeUtils.sortBySpecificity(accepted);
            return accepted.stream()
                    .flatMap(range -> OFFERED.stream().filter(range::includes))
                    .findFirst()
                    .orElse(MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotAcceptableException(OFFERED);
        }
    }
}
