package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Events by object, type, source and period, by address and in GraphQL.
class EventsApiTest {
    private static final String REGISTRAR = "00000000-0000-4000-8000-00000000b003";

    private final PensionStory story = new PensionStory();
    private final Api pensions = story.pensions;

    private JsonNode page(String query) {
        return pensions.get("/events?object=" + story.anna + query).ok(200);
    }

    private static List<String> types(JsonNode page) {
        return page.at("/events")
                .valueStream()
                .map(event -> event.at("/eventType").asString() + "/"
                        + event.at("/eventKind").asString())
                .toList();
    }

    @Test
    void events_are_found_by_what_they_are() {
        assertThat(page("").at("/events")).hasSize(8);
        assertThat(types(page("&type=OverlijdenGemeld")))
                .containsExactly("OverlijdenGemeld/CLAIM", "OverlijdenGemeld/VALIDATION");
        assertThat(page("&source=" + REGISTRAR).at("/events")).hasSize(8);
        assertThat(page("&source=" + UUID.randomUUID()).at("/events")).isEmpty();
        assertThat(page("&type=Onbekend").at("/events")).isEmpty();
        String death = story.death.at("/createdAt").asString();
        String accepted = story.accepted.at("/createdAt").asString();
        assertThat(types(page("&from=" + death + "&to=" + accepted))).containsExactly("OverlijdenGemeld/CLAIM");
        assertThat(types(page("&to=" + death))).hasSize(4);
        assertThat(types(page("&from=" + death))).hasSize(4);
        assertThat(page("&from=2999-01-01T00:00:00Z").at("/events")).isEmpty();
    }

    @Test
    void one_event_has_the_head_of_its_chain() {
        JsonNode event =
                pensions.get("/events/" + story.death.at("/id").asString()).ok(200);

        assertThat(event.at("/head")).isEqualTo(story.accepted.at("/id"));
        assertThat(event.at("/eventData/datum/datum").asString()).isEqualTo("2017-05-02");
        var _ = pensions.get("/events/" + UUID.randomUUID()).problem(404);
        var _ = pensions.get("/events/x").problem(400);
    }

    @Test
    void pages_go_on_where_the_one_before_ended_in_either_direction() {
        for (String order : List.of("", "&newestFirst=true")) {
            JsonNode first = page("&limit=5" + order);
            JsonNode rest = page("&limit=5&after=" + first.at("/next").asLong() + order);

            assertThat(first.at("/events")).hasSize(5);
            assertThat(rest.at("/events")).hasSize(3);
            assertThat(rest.at("/next").isNull()).isTrue();
        }
    }

    @Test
    void graphql_has_the_same_filters_and_the_same_pages() {
        JsonNode page = page("&limit=3&type=OverlijdenGemeld&source=" + REGISTRAR);
        JsonNode asked = pensions.ask(
                "query ($id: ID, $source: ID) { eventPage(objectId: $id, type: \"OverlijdenGemeld\", source: $source,"
                        + " limit: 3) { position formal next events " + PensionStory.EVENT + " }"
                        + " events(objectId: $id, type: \"OverlijdenGemeld\", source: $source, limit: 3) { id } }",
                Map.of("id", story.anna, "source", REGISTRAR));

        assertThat(asked.at("/eventPage/events")).isEqualTo(page.at("/events"));
        assertThat(asked.at("/eventPage/next")).isEqualTo(page.at("/next"));
        assertThat(asked.at("/events")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        object=x                          | 400 | /object
        source=x                          | 400 | /source
        type=                             | 400 | /type
        from=gisteren                     | 400 | /from
        from=2024-01-01                   | 400 | /from
        to=2024-02-31T00:00:00Z           | 400 | /to
        after=-1                          | 400 | /after
        after=9999999999999999999         | 400 | /after
        limit=0                           | 400 | limit
        limit=1001                        | 400 | limit
        limit=veel                        | 400 | /limit
        limit=5&limit=6                   | 400 | /limit
        newestFirst=ja                    | 400 | /newestFirst
        position=999999999                | 403 | not yet
        wat=dan                           | 400 | /wat
        """)
    void a_wrong_question_is_told_what_is_wrong(String query, int status, String said) {
        assertThat(pensions.get("/events?" + query).problem(status).toString()).contains(said);
    }
}
