package f6.acceptance;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.Source;
import f6.postgres.PostgresEventStore;
import f6.postgres.publishing.PublishingViews;
import f6.publishing.document.DocumentKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a platform what recorded interactions say that it was, through its API: what their texts leave open is as
/// simple as can be.
final class ProviderStates {
    private static final Pattern IDS = Pattern.compile("[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}");
    /// A kind of content that may be anything, even without a path.
    static final String ANYTHING = "anything";

    private static final String APP = "publisher";

    private final StartedPlatform platform;

    ProviderStates(StartedPlatform platform) {
        this.platform = platform;
    }

    /// @throws AssertionError when nobody has said yet what the state is
    void become(String state) {
        List<UUID> ids = ids(state);
        String pattern = IDS.matcher(state).replaceAll("ID");
        switch (pattern) {
            case "no content exists",
                    "no links exist for content_id ID",
                    "there is a schema for an email_address",
                    "there is not a schema for an email_address",
                    "there are publisher schemas" -> {}
            case "a selection of events exists for content ID ID" -> events(ids.getFirst());
            case "a publish intent exists at /test-intent" -> {
                var _ = platform.put(
                                "/publish-intent/test-intent",
                                Map.of(
                                        "publishing_app", APP,
                                        "rendering_app", "frontend",
                                        "publish_time", "2039-11-11T17:56:17Z"))
                        .is(200);
            }
            case "/test-item has been reserved by the Publisher application" -> {
                var _ = platform.put("/paths/test-item", Map.of("publishing_app", APP))
                        .is(200);
            }
            case "a content item exists with content_id: ID" -> robots(ids.getFirst());
            case "a draft content item exists with content_id: ID" -> draft(ids.getFirst(), "en", Map.of());
            case "a French content item exists with content_id: ID",
                    "a draft content item exists with content_id: ID and locale: fr" ->
                draft(ids.getFirst(), "fr", Map.of());
            case "a draft content item exists with content_id ID with a blocking live item at the same path" -> {
                live(UUID.randomUUID(), at("/blocking_path"));
                draft(ids.getFirst(), "en", at("/blocking_path"));
            }
            case "a published content item exists with content_id: ID" -> live(ids.getFirst(), Map.of());
            case "a published content item exists with a draft edition for content_id: ID" -> {
                live(ids.getFirst(), Map.of());
                draft(ids.getFirst(), "en", Map.of());
            }
            case "an unpublished content item exists with content_id: ID" -> {
                live(ids.getFirst(), Map.of());
                var _ = platform.post("/v2/content/%s/unpublish".formatted(ids.getFirst()), Map.of("type", "gone"))
                        .is(200);
            }
            case "a content item exists in multiple locales with content_id: ID" -> locales(ids.getFirst());
            case "a content item exists in with a superseded version with content_id: ID" -> {
                live(ids.getFirst(), Map.of("public_updated_at", "2015-01-03T00:00:00Z"));
                live(ids.getFirst(), Map.of("public_updated_at", "2015-01-03T00:00:00Z"));
            }
            case "a content item exists with content_id: ID and it has details" ->
                draft(ids.getFirst(), "en", Map.of("document_type", "taxon", "details", Map.of("foo", "bar")));
            case "the content item ID is at version 3", "the content item ID is at lock version 3" ->
                drafts(ids.getFirst(), 3);
            case "the published content item ID is at version 3" -> {
                drafts(ids.getFirst(), 2);
                live(ids.getFirst(), Map.of());
            }
            default -> becomeLinked(pattern, ids);
        }
    }

    private void becomeLinked(String pattern, List<UUID> ids) {
        UUID organisation = UUID.fromString("20583132-1619-4c68-af24-77583172c070");
        switch (pattern) {
            case "organisation links exist for content_id ID" -> link(ids.getFirst(), "organisations", organisation, 2);
            case "taxon links exist for content_id ID" -> link(ids.getFirst(), "taxons", organisation, 2);
            case "empty links exist for content_id ID" -> {
                patch(ids.getFirst(), Map.of("organisations", List.of(organisation)));
                patch(ids.getFirst(), Map.of("organisations", List.of()));
            }
            case "the linkset for ID is at version 3", "the linkset for ID is at lock version 3" -> {
                draft(ids.getFirst(), "en", Map.of());
                link(ids.getFirst(), "organisations", organisation, 3);
            }
            case "there are two documents with a 'taxon' link to another document" -> linkedByTwo();
            case "a content item exists (content_id: ID) that embeds the reusable content (content_id: ID)" ->
                embedded(ids.getFirst(), ids.getLast());
            case "multiple content items exist that embed the reusable content (content_id: ID)" -> {
                live(ids.getFirst(), Map.of());
                for (int i = 0; i < 12; i++) {
                    live(UUID.randomUUID(), embedding(ids.getFirst(), "/foo-" + i, Map.of()));
                }
            }
            default -> becomeMany(pattern);
        }
    }

    private void becomeMany(String pattern) {
        switch (pattern) {
            case "there are live content items with base_paths /foo and /bar" -> {
                live(UUID.fromString("08f86d00-e95f-492f-af1d-470c5ba4752e"), at("/foo"));
                live(UUID.fromString("ca6c58a6-fb9d-479d-b3e6-74908781cb18"), at("/bar"));
            }
            case "there is a draft content item with base_path /foo" ->
                draft(UUID.fromString("cbb460a7-60de-4a74-b5be-0b27c6d6af9b"), "en", at("/foo"));
            case "there are 4 live content items with fixed updated timestamps" -> fourByTime();
            case "there are four content items with document_type 'taxon'" -> {
                for (int i = 1; i <= 4; i++) {
                    live(
                            UUID.randomUUID(),
                            taxon("title_" + i, "/path_" + i, "2018-%02d-01T12:00:00Z".formatted(12 - i)));
                }
            }
            case "there is content with document_type 'taxon'" -> {
                Map<String, Object> first = taxon("Content Item A", "/a-base-path", "2015-01-02T00:00:00Z");
                first.put("details", Map.of("internal_name", "an internal name"));
                draft(UUID.fromString("aaaaaaaa-aaaa-1aaa-aaaa-aaaaaaaaaaaa"), "en", first);
                live(
                        UUID.fromString("bbbbbbbb-bbbb-2bbb-bbbb-bbbbbbbbbbbb"),
                        taxon("Content Item B", "/another-base-path", "2015-01-01T00:00:00Z"));
            }
            case "there is content with document_type 'taxon' for multiple publishing apps" -> {
                draft(UUID.randomUUID(), "en", taxon("Content Item A", "/a-base-path", "2015-01-03T00:00:00Z"));
                draft(UUID.randomUUID(), "en", taxon("Content Item B", "/another-base-path", "2015-01-02T00:00:00Z"));
                Map<String, Object> third = taxon("Content Item C", "/yet-another-base-path", "2015-01-01T00:00:00Z");
                third.put("publishing_app", "whitehall");
                draft(UUID.randomUUID(), "en", third);
            }
            default -> throw new AssertionError("nobody has said yet what it is when " + pattern);
        }
    }

    private static List<UUID> ids(String state) {
        Matcher found = IDS.matcher(state);
        return found.results().map(id -> UUID.fromString(id.group())).toList();
    }

    private static Map<String, Object> at(String path) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("base_path", path);
        page.put("routes", List.of(Map.of("path", path, "type", "exact")));
        return page;
    }

    private static Map<String, Object> taxon(String title, String path, String updatedAt) {
        Map<String, Object> page = at(path);
        page.put("title", title);
        page.put("document_type", "taxon");
        page.put("public_updated_at", updatedAt);
        return page;
    }

    private Map<String, Object> page(UUID id, String locale, Map<String, Object> particulars) {
        Map<String, Object> page = at("/%s-%s".formatted(id, locale));
        page.put("title", "VAT rates");
        page.put("document_type", "guidance");
        page.put("schema_name", ANYTHING);
        page.put("publishing_app", APP);
        page.put("rendering_app", "frontend");
        page.put("public_updated_at", "2014-05-14T13:00:06Z");
        page.put("update_type", "major");
        page.put("details", Map.of());
        page.put("locale", locale);
        page.putAll(particulars);
        return page;
    }

    private void draft(UUID id, String locale, Map<String, Object> particulars) {
        var _ = platform.draft(id, page(id, locale, particulars));
    }

    private void drafts(UUID id, int times) {
        for (int i = 0; i < times; i++) {
            draft(id, "en", Map.of());
        }
    }

    private void live(UUID id, Map<String, Object> particulars) {
        draft(id, "en", particulars);
        var _ = platform.publish(id, Map.of());
    }

    private void robots(UUID id) {
        Map<String, Object> robots = at("/robots.txt");
        robots.put("title", "Instructions for crawler robots");
        robots.put("document_type", "special_route");
        robots.put("schema_name", "special_route");
        robots.put("public_updated_at", "2015-07-30T13:58:11+00:00");
        robots.put("publishing_app", "static");
        robots.put("rendering_app", "static");
        draft(id, "en", robots);
    }

    private void locales(UUID id) {
        for (String locale : List.of("ar", "fr", "en")) {
            String day =
                    "2015-01-0%dT00:00:00Z".formatted(List.of("ar", "fr", "en").indexOf(locale) + 1);
            draft(id, locale, Map.of("document_type", "taxon", "public_updated_at", day));
        }
    }

    private void patch(UUID id, Map<String, Object> links) {
        var _ = platform.patch("/v2/links/" + id, Map.of("links", links)).is(200);
    }

    private void link(UUID id, String type, UUID target, int times) {
        draft(target, "en", Map.of());
        for (int i = 0; i < times; i++) {
            patch(id, Map.of(type, List.of(target)));
        }
    }

    private void linkedByTwo() {
        UUID target = UUID.fromString("6cb2cf8c-670f-4de3-97d5-6ad9114581c7");
        UUID second = UUID.fromString("e2961462-bc37-48e9-bb98-c981ef1a2d59");
        UUID first = UUID.fromString("08dfd5c3-d935-4e81-88fd-cfe65b78893d");
        live(target, Map.of());
        draft(target, "en", Map.of());
        live(second, at("/item-b"));
        live(first, at("/item-a"));
        patch(second, Map.of("taxon", List.of(target)));
        patch(first, Map.of("taxon", List.of(target)));
    }

    private static Map<String, Object> embedding(UUID embedded, String path, Map<String, Object> links) {
        Map<String, Object> page = at(path);
        page.put("title", "foo");
        page.put("document_type", "publication");
        Map<String, Object> all = new LinkedHashMap<>(links);
        all.put("embed", List.of(embedded));
        page.put("links", all);
        return page;
    }

    private void embedded(UUID host, UUID embedded) {
        UUID organisation = UUID.fromString("d1e7d343-9844-4246-a469-1fa4640e12ad");
        live(embedded, Map.of());
        Map<String, Object> bar = at("/bar");
        bar.put("title", "bar");
        live(organisation, bar);
        live(host, embedding(embedded, "/foo", Map.of("primary_publishing_organisation", List.of(organisation))));
    }

    /// Without paths, so that nothing but the editions is recorded: recorded clients know them by 1 to 4.
    private void fourByTime() {
        List<UUID> ids = List.of(
                UUID.fromString("bd50a6d9-f03d-4ccf-94aa-ad79579990a9"),
                UUID.fromString("989033fe-252a-4e69-976d-5c0059bca949"),
                UUID.fromString("271d4270-9186-4d60-b2ca-1d7dae7e0f73"),
                UUID.fromString("638af19c-27fc-4cc9-a914-4cca49028688"));
        for (UUID id : ids) {
            Map<String, Object> page = page(id, "en", Map.of());
            page.remove("base_path");
            page.remove("routes");
            var _ = platform.draft(id, page);
        }
        for (int i = 0; i < ids.size(); i++) {
            var _ = platform.at("2017-0%d-01T00:00:00Z".formatted(i + 1)).publish(ids.get(i), Map.of());
        }
    }

    private void events(UUID id) {
        Map<String, Object> sent = Map.of("title", "An exciting piece of content", "locale", "en");
        var _ = platform.at("2023-01-01T00:00:00Z").by("7d548b99-3490-482e-b150-9d71eb89a0ca", "7583-1734346880");
        draft(id, "en", sent);
        var _ = platform.at("2023-01-12T00:00:00Z")
                .by("6dbbcb5d-108c-4582-a8cb-393a57442810", "5314-1734346886")
                .publish(id, sent);
        // What our platform has no command for, others may have recorded.
        Map<String, Object> payload = new LinkedHashMap<>(sent);
        payload.put("content_id", id.toString());
        Event update = Event.fact(
                new EventType("HostContentUpdated"),
                "1",
                Instant.parse("2024-01-01T00:00:00Z"),
                List.of(DocumentKey.content(id)),
                new Source(UUID.randomUUID(), "platform"),
                new EventData(Map.of(
                        "content_id",
                        id.toString(),
                        "command",
                        Map.of(
                                "action", "HostContentUpdateJob",
                                "payload", payload,
                                "user_uid", "1e6972b4-d4da-4589-976e-f6e5ca92a752",
                                "request_id", "3830-1734347673"))));
        try (PostgresEventStore store =
                PostgresEventStore.open(StartedPlatform.database(), platform.log(), new PublishingViews())) {
            var _ = store.append(update);
        }
    }
}
