package f6.acceptance;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Requests that are wrong in one or more ways, from a seed: no two runs alike, each to be had again.
final class HostileRequests {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FROB", "get", "CONNECT");
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json; charset=utf-16",
            "application/graphql",
            "application/xml",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/json, text/html",
            "*/*",
            "json",
            "",
            "application/json; charset=klingon");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "null",
            "-1",
            "1e999",
            "9".repeat(400),
            "'; DROP TABLE zone_burgerlijke_stand.event; --",
            "\" OR 1=1 --",
            "kind.geboorte == null || true",
            "[1,2,3].map(x, [1,2,3].map(y, [1,2,3].map(z, x*y*z)))",
            "${jndi:ldap://127.0.0.1/x}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "\\u0000",
            "\u202egnortS",
            "😀".repeat(50),
            "é",
            "2024-02-31",
            "+999999999-12-31",
            "9999-12-31T23:59:59.999999999Z",
            "2024-01-01T00:00:00+99:99",
            "00000000-0000-0000-0000-000000000000",
            "ABCDEF00-0000-4000-8000-000000000001",
            "urn:uuid:00000000-0000-4000-8000-000000000001");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "-0.0",
            "1e400",
            "1E-400",
            "123456789012345678901234567890",
            "NaN",
            "[[[[[[]]]]]]",
            "{\"a\":{\"a\":{\"a\":{}}}}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "tru",
            "'x'",
            "// x");
    private static final List<String> PATH_ENDS =
            List.of("/", "//", "/..", "/%2e%2e/", ";x=y", "%00", "%", "%zz", "%c0%af", "/\\", "#x", "?", "??a=b", " x");

    private final SplittableRandom random;
    private final List<String> routes;
    private final List<String> tokens;
    private final List<String> ids;

    /// @param routes with `{}` where a name is, as OpenAPI has them
    /// @param tokens of which the first one is good
    /// @param ids of events and objects that are there
    HostileRequests(SplittableRandom random, List<String> routes, List<String> tokens, List<String> ids) {
        this.random = random;
        this.routes = routes;
        this.tokens = tokens;
        this.ids = ids;
    }

    /// @param text its bytes, each as a character
    /// @param ended whether the client says that no more comes
    record Request(String text, boolean ended) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return text.substring(0, Math.min(text.length(), 1_500));
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    Request next() {
        String route = any(routes);
        boolean post = route.matches(".*/(commands|previews|graphql|search|batches|propose|subscriptions)$");
        String method = oneIn(6) ? any(METHODS) : post ? "POST" : "GET";
        byte[] body = method.equals("GET") && !oneIn(8) ? new byte[0] : body(route);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path(route)).append(" HTTP/1.1");
        head.append("\r\nHost: ").append(oneIn(40) ? any(TEXTS) : "localhost").append("\r\nConnection: close\r\n");
        token(head);
        if (body.length > 0 || oneIn(4)) {
            String type = oneIn(5) ? any(MEDIA_TYPES) : "application/json";
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        headers(head);
        int announced = oneIn(15) ? body.length + 1 + random.nextInt(100) : body.length;
        if (oneIn(40)) {
            head.append("Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        } else if (announced > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(oneIn(80) ? "-5" : announced).append("\r\n\r\n");
        } else {
            head.append("\r\n");
        }
        request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return new Request(request.toString(StandardCharsets.ISO_8859_1), announced > body.length || oneIn(10));
    }

    private void token(StringBuilder head) {
        if (oneIn(20)) {
            return;
        }
        String scheme = oneIn(30) ? any(List.of("Basic ", "bearer ", "Bearer  ", "Bearer")) : "Bearer ";
        head.append("Authorization: ").append(scheme).append(oneIn(4) ? any(tokens) : tokens.getFirst());
        head.append("\r\n");
    }

    private void headers(StringBuilder head) {
        if (oneIn(10)) {
            head.append("If-None-Match: ").append(any(List.of("*", "\"", "W/", ",,,", "\"x\"", "x".repeat(3_000))));
            head.append("\r\n");
        }
        if (oneIn(10)) {
            head.append("Last-Event-ID: ").append(any(List.of("0", "-1", "x", "999999999999999999", "1e3", "")));
            head.append("\r\n");
        }
        if (oneIn(10)) {
            head.append("Accept: ").append(any(List.of("text/html", "x", "*/*;q=2", "application/json;q=0", ";")));
            head.append("\r\n");
        }
        if (oneIn(10)) {
            head.append("Accept-Encoding: ")
                    .append(any(List.of("gzip", "gzip;q=", "br;q=9,gzip;q=x", "identity;q=0,*;q=0")));
            head.append("\r\n");
        }
        if (oneIn(40)) {
            head.append("X-Long: ").append("x".repeat(random.nextInt(20_000))).append("\r\n");
        }
        if (oneIn(40)) {
            head.append("X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\nX-Forwarded-Prefix: /../\r\n");
        }
        if (oneIn(60)) {
            head.append(any(List.of("Broken header\r\n", ": x\r\n", "X-\u0001: y\r\n", "Expect: 100-dragons\r\n")));
        }
    }

    private String path(String route) {
        StringBuilder path = new StringBuilder();
        for (String part : route.split("/", -1)) {
            path.append(path.isEmpty() && part.isEmpty() ? "" : "/");
            path.append(part.startsWith("{") ? name(part) : part);
        }
        if (oneIn(25)) {
            path.append(any(PATH_ENDS));
        }
        if (oneIn(200)) {
            path.append('/').append("a".repeat(random.nextInt(30_000)));
        }
        for (int left = oneIn(2) ? 0 : random.nextInt(4); left > 0; left--) {
            path.append(path.indexOf("?") < 0 ? '?' : '&').append(parameter());
        }
        return path.toString();
    }

    private String name(String part) {
        if (oneIn(5)) {
            return encoded(any(TEXTS));
        }
        return switch (part) {
            case "{zone}" -> any(List.of("burgerlijke-stand", "adreshuishouding", "pensioenen"));
            case "{view}" -> any(List.of("persoon", "naamgegevens", "woonsituatie", "deelnemer", "pensioen"));
            case "{field}" -> any(List.of("naam", "geboorte", "verblijfplaats", "overlijdensdatum"));
            case "{page}" -> any(List.of("0", "1", "last", "-1", "007", "99999999999999"));
            default -> any(ids);
        };
    }

    private String parameter() {
        String name = any(List.of(
                "geldigOp",
                "beschikbaarOp",
                "position",
                "asserted",
                "fromTime",
                "fromPosition",
                "toTime",
                "toPosition",
                "after",
                "limit",
                "type",
                "object",
                "query",
                "x",
                ""));
        String value = oneIn(3)
                ? any(List.of("2020-01-01", "1", "true", "2020-01-01T00:00:00Z", "Geboorte", "0"))
                : any(TEXTS);
        return name + (oneIn(10) ? "" : "=") + encoded(value);
    }

    private String encoded(String text) {
        return oneIn(30)
                ? text.replaceAll("[\\s]", "")
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] body(String route) {
        String json = route.endsWith("graphql") ? graphQl() : command();
        for (int wrongs = random.nextInt(1, 4); wrongs > 0; wrongs--) {
            json = wrong(json);
        }
        byte[] bytes = json.getBytes(oneIn(40) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        if (oneIn(12) && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128, 256);
        }
        return bytes;
    }

    private String command() {
        String id = UUID.nameUUIDFromBytes(("x" + random.nextLong()).getBytes(StandardCharsets.UTF_8))
                .toString();
        return any(List.of("""
                        {"command": "record", "type": "Geboorte", "input": {"id": "$id", "occurredAt": "2024-05-08T12:00:00Z",
                         "data": {"kind": "$it", "datum": {"type": "Datum", "datum": "2024-05-07"},
                          "naam": {"voornamen": "Zoë", "geslachtsnaam": "Zon"}, "ouders": ["$it"]}}}""", """
                        {"command": "validate", "id": "$id", "eventId": "$it", "seen": "$it", "decision": "ACCEPT",
                         "effectiveFrom": "2024-01-01"}""", """
                        {"command": "correct", "id": "$id", "eventId": "$it", "seen": "$it", "retract": false,
                         "amend": {"naam": {"geslachtsnaam": "Maan"}}}""", """
                        {"where": [{"field": "naam", "at": "/geslachtsnaam", "is": "Zon"}], "geldigOp": "2024-01-01",
                         "limit": 10}""", """
                        {"name": "x", "type": ["Geboorte"], "filter": "data.naam == 'x'", "target": "http://127.0.0.1/"}""")).replace("$id", id).replace("$it", any(ids));
    }

    private String graphQl() {
        String query = any(List.of(
                "{ persoon(id: \\\"$it\\\", geldigOp: \\\"2024-01-01\\\") { id naam { geslachtsnaam } ouders } }",
                "{ events(objectId: \\\"$it\\\", limit: 10) { id position eventData } }",
                "query ($x: ID!) { event(id: $x) { id head } }",
                "mutation { validate(id: \\\"$it\\\", eventId: \\\"$it\\\", seen: \\\"$it\\\", decision: ACCEPT) { basis } }",
                "mutation ($i: RecordGeboorteInput!) { recordGeboorte(input: $i) { event { id } } }",
                "{ __schema { types { name fields { name type { name } } } } }",
                "{ a: __typename " + "b: __typename ".repeat(5) + "}",
                "query { ...F } fragment F on Query { ...F }",
                "{" + "a{".repeat(300) + "}".repeat(301)));
        return "{\"query\": \"%s\", \"variables\": {\"x\": \"$it\", \"i\": {\"id\": \"$it\", \"data\": {}}}, \"operationName\": null}"
                .formatted(query)
                .replace("$it", any(ids));
    }

    /// The text with one thing wrong with it.
    private String wrong(String json) {
        int at = json.isEmpty() ? 0 : random.nextInt(json.length());
        return switch (random.nextInt(12)) {
            case 0 -> json.substring(0, at);
            case 1 -> json.replaceFirst("\"[^\"]*\"(?=[,}\\]])", quoted(any(VALUES)));
            case 2 -> json.substring(0, at) + any(VALUES) + json.substring(at);
            case 3 -> member(json, "\"" + any(List.of("id", "query", "x", "kind", "__proto__")) + "\": " + any(VALUES));
            case 4 -> json.replaceFirst("(\"[a-z]+\"): ([^,{}\\[\\]]+),", "$1: $2, $1: $2,");
            case 5 -> "[".repeat(random.nextInt(1, 3_000)) + json;
            case 6 -> json.replaceFirst(":\\s*\"[^\"]*\"", quoted(": \"" + any(TEXTS) + "\""));
            case 7 -> member(json, "\"x\": \"" + "y".repeat(random.nextInt(1, oneIn(30) ? 2_500_000 : 20_000)) + "\"");
            case 8 -> json.replace(any(ids), any(TEXTS));
            case 9 -> member(json, "\"diep\": " + "{\"a\":".repeat(random.nextInt(1, 500)) + "1" + "}".repeat(3));
            case 10 -> any(VALUES);
            default -> json + any(List.of("", " ", "\u0000", "{}", ",", "\ufeff", "]"));
        };
    }

    private static String quoted(String replacement) {
        return replacement.replace("\\", "\\\\").replace("$", "\\$");
    }

    private String member(String json, String member) {
        List<Integer> places = new ArrayList<>();
        for (int at = json.indexOf('{'); at >= 0 && places.size() < 20; at = json.indexOf('{', at + 1)) {
            places.add(at);
        }
        if (places.isEmpty()) {
            return json;
        }
        int at = any(places);
        return json.substring(0, at + 1) + member + "," + json.substring(at + 1);
    }

    /// Routes of the API, should the node not tell them.
    static final List<String> KNOWN = List.of(
            "/v1",
            "/v1/openapi.json",
            "/v1/{zone}/graphql",
            "/v1/{zone}/graphql/schema",
            "/v1/{zone}/commands",
            "/v1/{zone}/previews",
            "/v1/{zone}/views/{view}/search",
            "/v1/{zone}/objects/{id}/views/{view}",
            "/v1/{zone}/objects/{id}/views/{view}/timeline",
            "/v1/{zone}/objects/{id}/views/{view}/fields/{field}/explanation",
            "/v1/{zone}/objects/{id}/history",
            "/v1/{zone}/objects/{id}/diff",
            "/v1/{zone}/diff",
            "/v1/{zone}/events/{id}/impact",
            "/v1/{zone}/feed",
            "/v1/{zone}/feed/pages/{page}",
            "/v1/{zone}/feed/events",
            "/v1/{zone}/feed/tail",
            "/v1/{zone}/subscriptions",
            "/v1/{zone}/definitions",
            "/v1/{zone}/audit",
            "/actuator/health",
            "/actuator/{id}",
            "/{id}");
}
