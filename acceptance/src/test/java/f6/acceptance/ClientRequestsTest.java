package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import f6.publishing.schema.ContentSchemas;
import f6.publishing.schema.SchemaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What a client of GOV.UK's publishing API may ask, in each state that its tests know, beside what was recorded
/// of it: each is answered with the status and the members that the original gives.
class ClientRequestsTest {
    private static final String ID = "bed722e6-db68-43e5-9079-063f623335a7";
    private static final String EVENTFUL = "b317151d-0b05-4641-8494-596b6f880b20";
    private static final String HOST = "d66d6552-2627-4451-9dbc-cadbbd2005a1";
    private static final String CONTENT = "/v2/content/" + ID;

    private static final String NOTHING = "no content exists";
    private static final String DRAFT = "a draft content item exists with content_id: " + ID;
    private static final String PUBLISHED = "a published content item exists with content_id: " + ID;
    private static final String AT_VERSION_3 = "the content item %s is at version 3".formatted(ID);
    private static final String PUBLISHED_AT_VERSION_3 = "the published content item %s is at version 3".formatted(ID);
    private static final String LOCALES = "a content item exists in multiple locales with content_id: " + ID;
    private static final String TAXONS = "there is content with document_type 'taxon'";
    private static final String LINKED = "organisation links exist for content_id " + ID;
    private static final String LINKS_AT_VERSION_3 = "the linkset for %s is at version 3".formatted(ID);
    private static final String RESERVED = "/test-item has been reserved by the Publisher application";
    private static final String EVENTS = "a selection of events exists for content ID " + EVENTFUL;
    private static final String EMBEDDED =
            "a content item exists (content_id: %s) that embeds the reusable content (content_id: %s)"
                    .formatted(HOST, ID);
    private static final String EMBEDDED_OFTEN =
            "multiple content items exist that embed the reusable content (content_id: %s)".formatted(ID);
    private static final String PATHS = "there are live content items with base_paths /foo and /bar";

    /// @param has JSON Pointers into the answer, and the JSON that is there; `~` and a pattern for a text that
    /// matches
    private record Request(
            String state, String method, String path, String body, int status, Map<String, String> has) {}

    private final List<Request> requests = new ArrayList<>();

    private void ask(String state, String method, String path, String body, int status, String... has) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < has.length; i += 2) {
            members.put(has[i], has[i + 1]);
        }
        requests.add(new Request(state, method, path, body.replace('\'', '"'), status, members));
    }

    private void get(String state, String path, int status, String... has) {
        ask(state, "GET", path.replace("[]", "%5B%5D"), "", status, has);
    }

    private static String patched(String links) {
        return "{'links': {%s}}".formatted(links);
    }

    private void commands() {
        String post = "POST";
        ask("a content item exists with content_id: " + ID, post, CONTENT + "/discard-draft", "{}", 200);
        ask(
                "a French content item exists with content_id: " + ID,
                post,
                CONTENT + "/discard-draft",
                "{'locale': 'fr'}",
                200);
        ask(PUBLISHED, post, CONTENT + "/discard-draft", "{}", 422, "/error/error_code", "'no_draft_to_discard'");
        ask(AT_VERSION_3, post, CONTENT + "/discard-draft", "{'previous_version': 2}", 409);
        ask(
                DRAFT,
                post,
                CONTENT + "/publish",
                "{'update_type': ''}",
                422,
                "/error/code",
                "422",
                "/error/message",
                "~.+",
                "/error/fields/update_type/0",
                "~.+");
        ask(PUBLISHED, post, CONTENT + "/publish", "{'update_type': 'major'}", 409, "/error/code", "409");
        ask(AT_VERSION_3, post, CONTENT + "/publish", "{'update_type': 'minor', 'previous_version': 3}", 200);
        String[] stale = {"/error/code", "409", "/error/message", "~.+", "/error/fields/previous_version/0", "~.+"};
        ask(PUBLISHED_AT_VERSION_3, post, CONTENT + "/republish", "{'previous_version': 2}", 409, stale);
        ask(PUBLISHED, post, CONTENT + "/republish", "{}", 200);
        for (String type : List.of("gone", "vanish")) {
            ask(PUBLISHED, post, CONTENT + "/unpublish", "{'type': '%s'}".formatted(type), 200);
        }
        ask(PUBLISHED, post, CONTENT + "/unpublish", "{'type': 'withdrawal', 'explanation': 'Old'}", 200);
        ask(PUBLISHED, post, CONTENT + "/unpublish", "{'type': 'redirect', 'alternative_path': '/new'}", 200);
        ask(
                PUBLISHED_AT_VERSION_3,
                post,
                CONTENT + "/unpublish",
                "{'type': 'gone', 'previous_version': 2}",
                409,
                stale);
        ask(DRAFT, post, CONTENT + "/unpublish", "{'type': 'gone', 'allow_draft': true}", 200);
        ask(DRAFT, post, CONTENT + "/unpublish", "{'type': 'gone'}", 404);
    }

    private static String item(String basePath, String app) {
        return """
                {'base_path': '%1$s', 'content_id': '%3$s', 'title': 'For robots', 'schema_name': 'special_route',
                 'document_type': 'special_route', 'public_updated_at': '2015-07-30T13:58:11.000Z',
                 'publishing_app': '%2$s', 'rendering_app': 'static', 'locale': 'en', 'update_type': 'major',
                 'routes': [{'path': '%1$s', 'type': 'exact'}], 'details': {}}
                """.formatted(basePath, app, ID);
    }

    private void puts() {
        String put = "PUT";
        ask(
                RESERVED,
                put,
                CONTENT,
                item("/test-item", "whitehall"),
                422,
                "/error/code",
                "422",
                "/error/error_code",
                "'base_path_already_in_use'",
                "/error/fields/base_path/0/error",
                "~.+",
                "/error/fields/base_path/0/code",
                "'base_path_already_in_use'");
        ask(
                NOTHING,
                put,
                CONTENT,
                item("not a url path", "static"),
                422,
                "/0/fragment",
                "'#/base_path'",
                "/0/message",
                "~.+",
                "/0/schema",
                "~");
        ask(
                NOTHING,
                put,
                "/publish-intent/test-intent",
                "{'publishing_app': 'publisher', 'rendering_app': 'frontend',"
                        + " 'publish_time': '2019-11-11t17:56:17+00:00'}",
                200,
                "/publish_time",
                "'2019-11-11t17:56:17+00:00'",
                "/publishing_app",
                "'publisher'");
        ask(
                RESERVED,
                put,
                "/paths/test-item",
                "{'publishing_app': 'whitehall'}",
                422,
                "/error/fields/base_path/0/code",
                "'base_path_already_in_use'");
        ask(RESERVED, put, "/paths/test-item", "{'publishing_app': 'whitehall', 'override_existing': 'true'}", 200);
        ask(RESERVED, "DELETE", "/paths/test-item", "{'publishing_app': 'publisher'}", 200);
    }

    private void links() {
        String organisations = "'organisations': ['591436ab-c2ae-416f-a3c5-1901d633fbfb']";
        ask(
                LINKED,
                "PATCH",
                "/v2/links/" + ID,
                patched("'topics': ['225df4a8-2945-4e9b-8799-df7424a90b69']"),
                200,
                "/links/topics",
                "['225df4a8-2945-4e9b-8799-df7424a90b69']",
                "/links/organisations",
                "['20583132-1619-4c68-af24-77583172c070']");
        ask(
                LINKS_AT_VERSION_3,
                "PATCH",
                "/v2/links/" + ID,
                "{'links': {%s}, 'previous_version': 3}".formatted(organisations),
                200);
        get(NOTHING, "/v2/links/" + ID, 404);
        get(
                LINKED,
                "/v2/expanded-links/" + ID,
                200,
                "/expanded_links/organisations/0/content_id",
                "'20583132-1619-4c68-af24-77583172c070'");
        get(LINKED, "/v2/expanded-links/" + ID + "?with_drafts=false&generate=true&locale=fr", 200);
        ask(
                "taxon links exist for content_id " + ID,
                "POST",
                "/v2/links/by-content-id",
                "{'content_ids': ['%s', 'f40a63ce-ac0c-4102-84d1-f1835cb7daac']}".formatted(ID),
                200,
                "/" + ID,
                "{'links': {'taxons': ['20583132-1619-4c68-af24-77583172c070']}, 'version': 2}",
                "/f40a63ce-ac0c-4102-84d1-f1835cb7daac",
                "{'links': {}, 'version': 0}");
        String linked = "/v2/linked/%s?fields[]=content_id&fields[]=base_path&link_type=taxon".formatted(ID);
        get(NOTHING, linked, 404, "/error/code", "404", "/error/message", "~.+");
        get(NOTHING, linked.replace("base_path", "password"), 404);
        get(PUBLISHED, linked, 200, "", "[]");
        get(
                PUBLISHED,
                linked.replace("base_path", "password") + "&fields[]=secret",
                400,
                "/error/message",
                "'Invalid column field(s): password and secret'");
        get(
                PUBLISHED,
                "/v2/linked/%s?link_type=taxon".formatted(ID),
                422,
                "/error/message",
                "'param is missing or the value is empty or invalid: fields'",
                "/error/error_code",
                "'parameter_missing_or_invalid'");
        get(NOTHING, "/v2/links/changes?link_types[]=taxons", 200, "/link_changes", "[]");
    }

    private void lists() {
        String list = "/v2/content?document_type=taxon&fields[]=";
        get(
                TAXONS,
                list + "title&fields[]=base_path",
                200,
                "/results",
                "[{'title': 'Content Item A', 'base_path': '/a-base-path'},"
                        + " {'title': 'Content Item B', 'base_path': '/another-base-path'}]",
                "/total",
                "2",
                "/pages",
                "1",
                "/current_page",
                "1",
                "/links/0/rel",
                "'self'",
                "/links/0/href",
                "~http://.*/v2/content\\?document_type=taxon&fields%5B%5D=title&fields%5B%5D=base_path&page=1");
        String languages = list + "content_id&fields[]=locale";
        get(LOCALES, languages, 200, "/results", "[{'content_id': '%s', 'locale': 'en'}]".formatted(ID));
        get(
                LOCALES,
                languages + "&locale=all",
                200,
                "/results/0/locale",
                "'en'",
                "/results/1/locale",
                "'fr'",
                "/results/2/locale",
                "'ar'",
                "/total",
                "3");
        get(
                TAXONS,
                list + "content_id&q=an+internal+name&search_in[]=details.internal_name",
                200,
                "/results",
                "[{'content_id': 'aaaaaaaa-aaaa-1aaa-aaaa-aaaaaaaaaaaa'}]",
                "/total",
                "1");
        get(
                "there is content with document_type 'taxon' for multiple publishing apps",
                list + "title&publishing_app=whitehall",
                200,
                "/results",
                "[{'title': 'Content Item C'}]");
        get(
                TAXONS,
                "/v2/content?document_type[]=taxon&document_type[]=guidance&order=base_path&fields[]=title",
                200,
                "/total",
                "2",
                "/results/0/title",
                "'Content Item A'");
        get(TAXONS, list + "title&states[]=published", 200, "/results", "[{'title': 'Content Item B'}]");
        get(TAXONS, list + "title&states[]=lost", 200, "/results", "[]", "/total", "0");
        get(TAXONS, list + "title&link_taxons=nobody", 200, "/results", "[]", "/total", "0");
        get(
                TAXONS,
                list + "title&order=-colour",
                422,
                "/error/message",
                "'Invalid order field: colour. Valid order fields: [id, base_path, content_id, document_type, format,"
                        + " last_edited_at, locale, public_updated_at, publishing_app, rendering_app, updated_at]'",
                "/error/error_code",
                "'order_field_invalid'");
        get(
                TAXONS,
                list + "title&q=a&search_in[]=details.a.b",
                400,
                "/error/message",
                "'Invalid search field: details.a.b'");
        get(
                PATHS,
                "/v2/editions?fields[]=content_id",
                200,
                "/results",
                "[{'content_id': '08f86d00-e95f-492f-af1d-470c5ba4752e'},"
                        + " {'content_id': 'ca6c58a6-fb9d-479d-b3e6-74908781cb18'}]",
                "/links/0/rel",
                "'self'");
        get(PATHS, "/v2/editions?order=colour", 400, "/error/message", "'Invalid order: colour'");
        get(PATHS, "/v2/editions?states[]=superseded", 200, "/results", "[]");
        get(PATHS, "/v2/editions", 200, "/results/0/state", "'published'", "/results/0/schema_name", "'anything'");
        ask(
                "there is a draft content item with base_path /foo",
                "POST",
                "/lookup-by-base-path",
                "{'base_paths': ['/foo'], 'with_drafts': true}",
                200,
                "",
                "{'/foo': 'cbb460a7-60de-4a74-b5be-0b27c6d6af9b'}");
    }

    private void editions() {
        get(
                "a draft content item exists with content_id %s with a blocking live item at the same path"
                        .formatted(ID),
                CONTENT,
                200,
                "/warnings/content_item_blocking_publish",
                "~.+",
                "/publication_state",
                "'draft'",
                "/content_id",
                "'%s'".formatted(ID));
        get(
                PUBLISHED,
                CONTENT,
                200,
                "/publication_state",
                "'published'",
                "/state_history",
                "{'1': 'published'}",
                "/public_updated_at",
                "~2.+");
        get(
                "a published content item exists with a draft edition for content_id: " + ID,
                CONTENT + "?locale=en&content_store=live",
                200,
                "/publication_state",
                "'published'",
                "/state_history",
                "{'1': 'published', '2': 'draft'}");
        get(
                "an unpublished content item exists with content_id: " + ID,
                CONTENT,
                200,
                "/publication_state",
                "'unpublished'",
                "/state_history",
                "{'1': 'unpublished'}");
        get(
                PUBLISHED,
                CONTENT + "?version=1",
                422,
                "/error/message",
                "'version parameter no longer supported in get_content'",
                "/error/error_code",
                "'unsupported_version_parameter'");
        get(
                PUBLISHED,
                CONTENT + "?locale=cy",
                404,
                "/error/message",
                "'Could not find locale: cy for document with content_id: %s'".formatted(ID));
        get(PUBLISHED, CONTENT + "?content_store=other", 404);
        String events = "/v2/content/%s/events".formatted(EVENTFUL);
        get(EVENTS, events, 200, "/0/action", "'PutContent'", "/1/action", "'Publish'", "/2/action", "~Host.+");
        get(EVENTS, events + "?from=2023-01-11T00:00:00.000Z", 200, "/0/action", "'Publish'", "/2", "null");
        get(EVENTS, events + "?to=2023-01-11T00:00:00.000Z", 200, "/0/action", "'PutContent'", "/1", "null");
        get(
                EVENTS,
                events + "?from=2022-12-31T00:00:00.000Z&to=2023-01-13T00:00:00.000Z",
                200,
                "/1/action",
                "'Publish'",
                "/2",
                "null");
        get(EMBEDDED_OFTEN, CONTENT + "/host-content?per_page=1", 200, "/total", "12", "/total_pages", "12");
        get(
                EMBEDDED_OFTEN,
                CONTENT + "/host-content?order=-last_edited_at",
                200,
                "/total_pages",
                "2",
                "/results/9/title",
                "'foo'");
        get(EMBEDDED, CONTENT + "/host-content/%s?locale=en".formatted(HOST), 200, "/title", "'foo'");
        get(EMBEDDED, CONTENT + "/host-content/missing-content-id", 404);
        get("there are publisher schemas", "/v2/schemas", 200, "/generic/type", "'object'");
        ask(
                PATHS,
                "POST",
                "/graphql",
                "{'query': 'query($p: String) { edition(base_path: $p) { ... on Edition { title content_id } } }',"
                        + " 'variables': {'p': '/foo'}}",
                200,
                "/data/edition/title",
                "'VAT rates'",
                "/data/edition/content_id",
                "'08f86d00-e95f-492f-af1d-470c5ba4752e'");
    }

    @TestFactory
    Stream<DynamicTest> every_request_is_answered_as_the_original_does() {
        commands();
        puts();
        links();
        lists();
        editions();
        ContentSchemas schemas = schemas();
        PlatformsInStates platforms = new PlatformsInStates(state -> schemas);
        return requests.stream()
                .sorted(Comparator.comparing(Request::state))
                .map(request -> dynamicTest(
                        "%s %s %s when %s"
                                .formatted(
                                        request.method(),
                                        request.path(),
                                        request.body().strip(),
                                        request.state()),
                        () -> platforms.in(
                                request.state(), request.method().equals("GET"), platform -> check(platform, request))))
                .onClose(platforms::close);
    }

    private static void check(StartedPlatform platform, Request request) {
        StartedPlatform.Said said =
                platform.send(request.method(), request.path(), request.body().isEmpty() ? null : request.body());
        JsonNode answer = said.is(request.status());
        request.has().forEach((pointer, expected) -> {
            JsonNode there = answer.at(pointer);
            if (expected.startsWith("~")) {
                assertThat(there.isMissingNode())
                        .as("%s in %s", pointer, said.text())
                        .isFalse();
                if (expected.length() > 1) {
                    assertThat(there.asString()).as(pointer).matches("(?s)" + expected.substring(1));
                }
            } else if (expected.equals("null")) {
                assertThat(there.isMissingNode())
                        .as("%s in %s", pointer, said.text())
                        .isTrue();
            } else {
                assertThat(there)
                        .as("%s in %s", pointer, said.text())
                        .isEqualTo(StartedPlatform.JSON.readTree(expected.replace('\'', '"')));
            }
        });
    }

    /// Ours, and one of content that may be anything.
    private static ContentSchemas schemas() {
        try {
            Path folder = StartedNode.freshFolder();
            for (String name : SchemaFolder.ours().names()) {
                write(
                        folder,
                        name,
                        StartedPlatform.JSON.writeValueAsString(
                                SchemaFolder.ours().find(name)));
            }
            write(folder, ProviderStates.ANYTHING, "{\"type\": \"object\"}");
            return SchemaFolder.of(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path folder, String name, String schema) throws IOException {
        Path file = folder.resolve(name).resolve("publisher_v2/schema.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, schema);
    }
}
