package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The history of a zone, read page by page.
class FeedApiTest {
    private static final int BIRTHS = 2_500;
    private static final String FEED = "/v1/burgerlijke-stand/feed";
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
    private static StartedNode node;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        node = WrittenLog.node(BIRTHS);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.address().resolve(path))
                .method(method, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + node.token("ambtenaar"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Api.JSON.readTree(response.body());
    }

    @Test
    void the_feed_leads_from_the_oldest_to_the_newest() throws Exception {
        HttpResponse<byte[]> response = get(FEED);
        JsonNode feed = json(response);

        assertThat(feed.at("/source").asString())
                .isEqualTo("urn:nld:oin:00000001001234567000:systeem:burgerlijke-stand");
        assertThat(feed.at("/head").asLong()).isGreaterThanOrEqualTo(BIRTHS);
        assertThat(feed.at("/_links/first/href").asString()).isEqualTo(FEED + "/pages/0");
        assertThat(feed.at("/_links/last/href").asString()).isEqualTo(FEED + "/pages/2");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
        HttpResponse<byte[]> last = get(FEED + "/pages/last");
        assertThat(last.statusCode()).isEqualTo(307);
        assertThat(URI.create(header(last, "Location")).getPath()).isEqualTo(FEED + "/pages/2");
    }

    @Test
    void a_full_page_never_changes_and_says_so() throws Exception {
        HttpResponse<byte[]> page = get(FEED + "/pages/1");
        JsonNode events = json(page);

        assertThat(events.size()).isEqualTo(1_000);
        assertThat(events.at("/0/sequence").asString()).isEqualTo("1001");
        assertThat(events.at("/999/sequence").asString()).isEqualTo("2000");
        assertThat(header(page, "Content-Type")).isEqualTo("application/cloudevents-batch+json;charset=UTF-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(header(page, "Vary")).contains("Accept-Encoding");
        assertThat(header(page, "ETag")).matches("\"[0-9a-f]{24}\"");
        assertThat(header(page, "Link"))
                .contains("<%s/pages/0>; rel=\"first\"".formatted(FEED))
                .contains("<%s/pages/0>; rel=\"prev\"".formatted(FEED))
                .contains("<%s/pages/2>; rel=\"next\"".formatted(FEED))
                .contains("<%s/pages/last>; rel=\"last\"".formatted(FEED));
        HttpResponse<byte[]> again = get(FEED + "/pages/1");
        assertThat(again.body()).isEqualTo(page.body());
        assertThat(header(again, "ETag")).isEqualTo(header(page, "ETag"));
    }

    @Test
    void who_has_a_page_is_told_so() throws Exception {
        String tag = header(get(FEED + "/pages/0"), "ETag");
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            HttpResponse<byte[]> response = get(FEED + "/pages/0", "If-None-Match", known);
            assertThat(response.statusCode()).as(known).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(header(response, "ETag")).isEqualTo(tag);
            assertThat(header(response, "Cache-Control")).contains("immutable");
        }
        assertThat(get(FEED + "/pages/0", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_page_is_compressed_for_who_takes_that_and_has_another_tag_then() throws Exception {
        HttpResponse<byte[]> plain = get(FEED + "/pages/0", "Accept-Encoding", "gzip;q=0, identity");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> packed = get(FEED + "/pages/0", "Accept-Encoding", "br, gzip");
            assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
            assertThat(header(packed, "ETag")).isNotEqualTo(header(plain, "ETag"));
            assertThat(unpacked(packed.body())).isEqualTo(plain.body());
            assertThat(packed.body().length).isLessThan(plain.body().length / 5);
            assertThat(get(FEED + "/pages/0", "Accept-Encoding", "gzip", "If-None-Match", header(packed, "ETag"))
                            .statusCode())
                    .isEqualTo(304);
        }
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    @Test
    void events_are_cloud_events_of_the_dutch_profile() throws Exception {
        JsonNode event = json(get(FEED + "/pages/0")).get(6);
        String about = "\"" + WrittenLog.child(7) + "\"";

        assertThat(event).isEqualTo(Api.JSON.readTree("""
                {"specversion": "1.0", "id": "%s", "source": "urn:nld:oin:00000001001234567000:systeem:burgerlijke-stand",
                 "type": "nl.burgerlijke-stand.Geboorte.v1", "subject": %2$s, "time": "2024-05-08T12:00:00.007000Z",
                 "datacontenttype": "application/json", "sequence": "7", "sequencetype": "Integer", "eventkind": "CLAIM",
                 "data": {"position": 7, "id": "%1$s", "created_at": "2024-05-08T12:00:00.007000Z",
                   "occurred_at": "2024-05-08T12:00:00.007000Z", "object_ids": [%2$s], "event_type": "Geboorte",
                   "event_version": "1", "event_kind": "CLAIM",
                   "event_source_id": "00000000-0000-4000-8000-000000000001", "event_source_type": "ouder",
                   "event_reference": [], "event_data": {"kind": %2$s,
                     "datum": {"type": "Datum", "datum": "2024-05-07"},
                     "naam": {"voornamen": "Zoë", "geslachtsnaam": "Nr 7"}}}}
                """.formatted(WrittenLog.event(7), about)));
    }

    @Test
    void the_newest_page_grows() throws Exception {
        HttpResponse<byte[]> before = get(FEED + "/pages/2");
        assertThat(header(before, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(before, "Link")).doesNotContain("next");
        String tag = header(before, "ETag");
        assertThat(get(FEED + "/pages/2", "If-None-Match", tag).statusCode()).isEqualTo(304);

        claim(UUID.randomUUID().toString());

        HttpResponse<byte[]> after = get(FEED + "/pages/2", "If-None-Match", tag);
        assertThat(json(after).size()).isEqualTo(json(before).size() + 1);
        assertThat(header(after, "ETag")).isNotEqualTo(tag);
    }

    static void claim(StartedNode node, String child) {
        var _ = new Api(node, WrittenLog.ZONE, "ouder")
                .post("/commands", Birth.claim(UUID.randomUUID().toString(), child, "Nieuw"))
                .ok(201);
    }

    private static void claim(String child) {
        claim(node, child);
    }

    @Test
    void pages_together_are_the_log() throws Exception {
        List<Long> positions = new ArrayList<>();
        String next = FEED + "/pages/0";
        while (!next.isEmpty()) {
            HttpResponse<byte[]> page = get(next);
            json(page).forEach(event -> positions.add(event.at("/data/position").asLong()));
            next = next(page);
        }
        assertThat(positions).hasSizeGreaterThanOrEqualTo(BIRTHS);
        for (int i = 0; i < positions.size(); i++) {
            assertThat(positions.get(i)).isEqualTo(i + 1);
        }
    }

    private static String next(HttpResponse<?> page) {
        Matcher next = NEXT.matcher(header(page, "Link"));
        return next.find() ? next.group(1) : "";
    }

    @Test
    void what_a_filter_lets_through_comes_in_pages_that_end_where_the_next_begin() throws Exception {
        String filter = FEED + "/events?type=Geboorte&type=Overlijden&after=";
        HttpResponse<byte[]> page = get(filter + "250");
        assertThat(json(page).at("/0/sequence").asString()).isEqualTo("251");
        assertThat(json(page).size()).isEqualTo(1_000);
        assertThat(header(page, "Cache-Control")).contains("immutable");
        assertThat(next(page)).isEqualTo(filter + "1250");
        assertThat(get(filter + "250", "If-None-Match", header(page, "ETag")).statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> last = get(filter + "2250");
        assertThat(header(last, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(next(last)).isEmpty();
    }

    @Test
    void events_about_any_of_some_objects_are_had_alone() throws Exception {
        String about = "object=%s&object=%s".formatted(WrittenLog.child(2_000), WrittenLog.child(30));
        JsonNode both = json(get(FEED + "/events?" + about));
        assertThat(both.size()).isEqualTo(2);
        assertThat(both.at("/0/sequence").asString()).isEqualTo("30");
        assertThat(json(get(FEED + "/events?type=Overlijden&" + about)).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /pages/3, 404",
        "GET, /pages/999999999999999, 404",
        "GET, /pages/-1, 400",
        "GET, /pages/01, 400",
        "GET, /pages/9999999999999999999999, 400",
        "GET, /pages/eerste, 400",
        "GET, /pages/0?x=1, 400",
        "GET, ?type=Geboorte, 400",
        "GET, /events?types=Geboorte, 400",
        "GET, /events?type=, 400",
        "GET, /events?object=12, 400",
        "GET, /events?after=-1, 400",
        "GET, /events?after=1&after=2, 400",
        "GET, /tail?after=999999, 400",
        "GET, /tail?after=x, 400",
        "POST, /pages/0, 405",
        "DELETE, '', 405",
        "POST, /tail, 405"
    })
    void what_is_asked_wrongly_is_refused(String method, String path, int status) throws Exception {
        HttpResponse<byte[]> response = send(method, FEED + path);

        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .doesNotContain("java.")
                .doesNotContain("INTERNAL");
    }

    @Test
    void too_many_filters_are_refused() throws Exception {
        String many = "?object=" + WrittenLog.child(1);
        for (int i = 2; i <= 51; i++) {
            many += "&object=" + WrittenLog.child(i);
        }
        assertThat(get(FEED + "/events" + many).statusCode()).isEqualTo(400);
    }

    @Test
    void head_says_what_get_would_without_the_body() throws Exception {
        HttpResponse<byte[]> head = send("HEAD", FEED + "/pages/0");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "ETag")).isEqualTo(header(get(FEED + "/pages/0"), "ETag"));
    }

    @Test
    void nobody_reads_without_a_token() throws Exception {
        for (String path : List.of("", "/pages/0", "/events", "/tail")) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(node.address().resolve(FEED + path)).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(401);
        }
    }
}
