package f6.web.publishing.client;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.store.StoreFailure;
import f6.publishing.content.ContentStore;
import f6.publishing.content.Item;
import f6.publishing.content.PublishIntent;
import f6.publishing.document.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A content store somewhere else, by its HTTP API.
public final class HttpContentStore implements ContentStore {
    /// For an answer: a store that is slower than this is as good as away.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern STORED = Pattern.compile("payload_version of (\\d{1,18})");
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(TIMEOUT)
            .build();
    private final String base;
    private final Supplier<Optional<String>> token;

    /// @param base such as `https://content-store.example` or `http://127.0.0.1:8606/draft-content-store`
    /// @param token that the store knows, if it needs one
    public HttpContentStore(URI base, Supplier<Optional<String>> token) {
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token;
    }

    private record Answer(int status, String text) {
        Map<String, @Nullable Object> body() {
            try {
                return Json.object(JSON.readValue(text, Object.class));
            } catch (JacksonException e) {
                throw new StoreFailure("a content store answered %d, and not in JSON".formatted(status), e);
            }
        }
    }

    private Answer ask(String method, String address, @Nullable Object body) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(base + address)).timeout(TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("no address has this path: " + address);
        }
        token.get().ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Answer answer = new Answer(response.statusCode(), response.body());
            return switch (answer.status()) {
                case OK, CREATED, NOT_FOUND, CONFLICT -> answer;
                case BAD_REQUEST, TOO_LARGE, UNPROCESSABLE ->
                    throw new InvalidValue("%s answered %d: %.500s".formatted(base, answer.status(), answer.text()));
                default ->
                    throw new StoreFailure("%s answered %d: %.500s".formatted(base, answer.status(), answer.text()));
            };
        } catch (IOException e) {
            throw new StoreFailure("no answer from the content store at %s: %s".formatted(base, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure("interrupted while waiting for " + base, e);
        }
    }

    @Override
    public Put put(Item item, long payloadVersion) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(item.fields());
        body.put("payload_version", payloadVersion);
        Answer answer = ask("PUT", "/content" + item.basePath(), body);
        return switch (answer.status()) {
            case CREATED -> new Put.Created();
            case OK -> new Put.Replaced();
            case CONFLICT -> new Put.Conflict(stored(answer));
            default -> throw unexpected(answer);
        };
    }

    private static long stored(Answer answer) {
        Matcher version = STORED.matcher(answer.text());
        return version.find() ? Long.parseLong(version.group(1)) : Long.MAX_VALUE;
    }

    private StoreFailure unexpected(Answer answer) {
        return new StoreFailure("%s answered %d, which is not expected there".formatted(base, answer.status()));
    }

    private boolean isDone(Answer answer) {
        return switch (answer.status()) {
            case OK, CREATED -> true;
            case NOT_FOUND -> false;
            default -> throw unexpected(answer);
        };
    }

    @Override
    public boolean delete(String basePath, long payloadVersion) {
        return isDone(ask("DELETE", "/content%s?payload_version=%d".formatted(basePath, payloadVersion), null));
    }

    @Override
    public boolean remove(String basePath) {
        return isDone(ask("DELETE", "/content" + basePath, null));
    }

    @Override
    public Optional<Stored> find(String path) {
        Answer answer = ask("GET", "/item" + path, null);
        if (!isDone(answer)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> body = answer.body();
        return Optional.of(new Stored(
                new Item(Json.object(body.get("item"))),
                number(body.get("payload_version")),
                Instant.parse(Json.text(body.get("updated_at")).orElseThrow())));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private List<Map<String, @Nullable Object>> page(String what, String after, int limit, String member) {
        Answer answer = ask(
                "GET",
                "/%s?limit=%d&after=%s"
                        .formatted(what, Math.min(limit, MAX_PAGE), URLEncoder.encode(after, StandardCharsets.UTF_8)),
                null);
        if (!isDone(answer)) {
            throw unexpected(answer);
        }
        return Json.objects(answer.body().get(member));
    }

    @Override
    public List<PublishIntent> intents(String after, int limit) {
        return page("publish-intents", after, limit, "publish_intents").stream()
                .map(PublishIntent::new)
                .toList();
    }

    @Override
    public List<Listed> list(String after, int limit) {
        return page("items", after, limit, "items").stream()
                .map(item -> new Listed(
                        Json.text(item.get("base_path")).orElseThrow(),
                        number(item.get("payload_version")),
                        Json.text(item.get("hash")).orElseThrow()))
                .toList();
    }

    @Override
    public boolean putIntent(PublishIntent intent) {
        return ask("PUT", "/publish-intent" + intent.basePath(), intent.fields())
                        .status()
                == CREATED;
    }

    @Override
    public boolean deleteIntent(String basePath) {
        return isDone(ask("DELETE", "/publish-intent" + basePath, null));
    }

    @Override
    public Optional<PublishIntent> findIntent(String path) {
        Answer answer = ask("GET", "/publish-intent" + path, null);
        return isDone(answer) ? Optional.of(new PublishIntent(answer.body())) : Optional.empty();
    }

    @Override
    public int forgetIntentsBefore(Instant time) {
        Answer answer = ask("DELETE", "/publish-intents?before=" + time, null);
        if (!isDone(answer)) {
            throw unexpected(answer);
        }
        return (int) number(answer.body().get("forgotten"));
    }
}
