package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What was known and what was so, asked in a story in which that changes. Each question is asked in GraphQL and
/// by its address, and answered alike.
class HistoryApiTest {
    private final PensionStory story = new PensionStory();
    private final Api pensions = story.pensions;

    @Test
    void what_was_so_is_asked_at_a_position_or_at_an_instant() {
        JsonNode retracted = story.done(story.retraction(story.death, story.accepted));
        long between = story.stop.at("/position").asLong();

        JsonNode then = pensions.get(story.object("/views/deelnemer?geldigOp=2017-12-31&position=" + between))
                .ok(200);
        assertThat(then.at("/overlijdensdatum/datum").asString()).isEqualTo("2017-05-02");
        assertThat(then.at("/position").asLong()).isEqualTo(between);
        JsonNode asked = pensions.ask(
                "query ($id: ID!, $position: Long) { deelnemer(id: $id, geldigOp: \"2017-12-31\", position: $position)"
                        + " { id geldigOp position formal pending anomalies geboortedatum { type datum }"
                        + " overlijdensdatum { type datum } woonland { code } } }",
                story.about("position", between));
        assertThat(then).isEqualTo(asked.at("/deelnemer"));
        assertThat(pensions.get(story.object("/views/deelnemer?geldigOp=2017-12-31&beschikbaarOp="
                                + story.stop.at("/createdAt").asString()))
                        .ok(200))
                .isEqualTo(then);

        JsonNode now = pensions.get(story.object("/views/deelnemer")).ok(200);
        assertThat(now.has("overlijdensdatum")).isFalse();
        assertThat(now.at("/position").asLong())
                .isGreaterThanOrEqualTo(retracted.at("/position").asLong());
    }

    @Test
    void what_waits_counts_when_it_is_asked_for() {
        var _ = story.done(story.record(
                "AdresGemeld", Map.of("datum", PensionStory.date("2020-01-01"), "woonland", Map.of("code", "6037"))));

        JsonNode asserted =
                pensions.get(story.object("/views/deelnemer?asserted=true")).ok(200);

        assertThat(asserted.at("/woonland/code").asString()).isEqualTo("6037");
        assertThat(asserted.at("/pending").asBoolean()).isTrue();
        assertThat(pensions.get(story.object("/views/deelnemer?asserted=false"))
                        .ok(200)
                        .at("/woonland/code")
                        .asString())
                .isEqualTo("6030");
        assertThat(pensions.get(story.object("/views/deelnemer/timeline?asserted=true"))
                        .ok(200)
                        .at("/rectangles")
                        .size())
                .isGreaterThan(pensions.get(story.object("/views/deelnemer/timeline"))
                        .ok(200)
                        .at("/rectangles")
                        .size());
    }

    @Test
    void a_timeline_has_a_rectangle_for_what_was_known_for_a_while() {
        JsonNode retracted = story.done(story.retraction(story.death, story.accepted));

        JsonNode timeline =
                pensions.get(story.object("/views/deelnemer/timeline")).ok(200);
        JsonNode asked = pensions.ask(
                "query ($id: ID!) { timeline(view: \"deelnemer\", id: $id) { id view position rectangles "
                        + PensionStory.RECTANGLE + " } }",
                story.about());
        assertThat(timeline.at("/rectangles")).isEqualTo(asked.at("/timeline/rectangles"));
        List<JsonNode> deaths = timeline.at("/rectangles")
                .valueStream()
                .filter(one -> one.at("/field").asString().equals("overlijdensdatum"))
                .toList();
        assertThat(deaths).singleElement().satisfies(one -> {
            assertThat(one.at("/value/datum").asString()).isEqualTo("2017-05-02");
            assertThat(one.at("/from").asString()).isEqualTo("2017-05-02");
            assertThat(one.at("/fromTime").asString()).isEqualTo("2017-05-01T22:00:00Z");
            assertThat(one.at("/until").isNull()).isTrue();
            assertThat(one.at("/since")).isEqualTo(story.accepted.at("/position"));
            assertThat(one.at("/sinceTime")).isEqualTo(story.accepted.at("/createdAt"));
            assertThat(one.at("/superseded")).isEqualTo(retracted.at("/position"));
            assertThat(one.at("/supersededTime")).isEqualTo(retracted.at("/createdAt"));
            assertThat(one.at("/cause")).isEqualTo(story.death.at("/id"));
            assertThat(one.at("/madeKnownBy")).isEqualTo(story.accepted.at("/id"));
        });
    }

    @Test
    void a_difference_says_what_the_retraction_changed() {
        long before = story.stop.at("/position").asLong() + 1;
        JsonNode retracted = story.done(story.retraction(story.death, story.accepted));
        long after = retracted.at("/position").asLong();

        String between = "?fromPosition=%d&toPosition=%d".formatted(before, after);
        JsonNode diff = pensions.get(story.object("/diff" + between)).ok(200);
        String selection = " { from to fromFormal toFormal objects { id changes " + PensionStory.CHANGES + " } } }";
        assertThat(pensions.ask(
                                "query ($id: ID, $from: Long, $to: Long) { diff(id: $id, fromPosition: $from, toPosition: $to)"
                                        + selection,
                                story.about("from", before, "to", after))
                        .at("/diff"))
                .isEqualTo(diff);
        assertThat(diff.at("/objects/0/id").asString()).isEqualTo(story.anna);
        assertThat(diff.at("/objects/0/changes").size()).isEqualTo(1);
        JsonNode change = diff.at("/objects/0/changes/0");
        assertThat(change.at("/field").asString()).isEqualTo("overlijdensdatum");
        assertThat(change.at("/before/datum").asString()).isEqualTo("2017-05-02");
        assertThat(change.at("/after").isNull()).isTrue();

        JsonNode all = pensions.get("/diff" + between).ok(200);
        assertThat(all.at("/objects").valueStream().toList()).contains(diff.at("/objects/0"));
        assertThat(pensions.ask(
                                "query ($from: Long, $to: Long) { diff(fromPosition: $from, toPosition: $to)"
                                        + selection,
                                Map.of("from", before, "to", after))
                        .at("/diff"))
                .isEqualTo(all);
        JsonNode byTime = pensions.get(story.object("/diff?fromTime=%s&toTime=%s"
                        .formatted(
                                story.stop.at("/createdAt").asString(),
                                retracted.at("/createdAt").asString())))
                .ok(200);
        assertThat(byTime.at("/objects/0/changes").toString()).contains(change.toString());
        assertThat(pensions.get(story.object("/diff?fromPosition=" + after))
                        .ok(200)
                        .at("/objects"))
                .isEmpty();
    }

    @Test
    void an_explanation_is_the_chain_behind_a_value() {
        long then = story.stop.at("/position").asLong();
        var _ = story.done(story.retraction(story.death, story.accepted));

        JsonNode explained = pensions.get(
                        story.object("/views/deelnemer/fields/overlijdensdatum/explanation?geldigOp=2017-12-31"
                                + "&position=" + then))
                .ok(200);
        JsonNode asked = pensions.ask(
                "query ($id: ID!, $position: Long) { explain(view: \"deelnemer\", id: $id, field: \"overlijdensdatum\","
                        + " geldigOp: \"2017-12-31\", position: $position) { position formal rectangle "
                        + PensionStory.RECTANGLE
                        + " chain { event " + PensionStory.EVENT
                        + " inForce retracted pending verdict effectiveFrom anomaly } } }",
                story.about("position", then));
        assertThat(explained).isEqualTo(asked.at("/explain"));
        assertThat(explained.at("/rectangle/value/datum").asString()).isEqualTo("2017-05-02");
        assertThat(explained.at("/chain").size()).isEqualTo(2);
        assertThat(explained.at("/chain/0/event/id")).isEqualTo(story.death.at("/id"));
        assertThat(explained.at("/chain/0/verdict").asString()).isEqualTo("ACCEPT");
        assertThat(explained.at("/chain/0/inForce").asBoolean()).isTrue();
        assertThat(explained.at("/chain/1/event/id")).isEqualTo(story.accepted.at("/id"));

        JsonNode before = pensions.get(story.object("/views/deelnemer/fields/overlijdensdatum/explanation?position=0"))
                .ok(200);
        assertThat(before.at("/rectangle/value").isNull()).isTrue();
        assertThat(before.at("/rectangle/madeKnownBy").isNull()).isTrue();
        assertThat(before.at("/chain")).isEmpty();
    }

    @Test
    void a_history_tells_what_was_done() {
        var _ = story.done(story.retraction(story.death, story.accepted));

        JsonNode deeds = pensions.get(story.object("/history")).ok(200);
        assertThat(pensions.ask(
                                "query ($id: ID!) { history(id: $id) { act event " + PensionStory.EVENT
                                        + " rootId basis inForce retracted pending changes " + PensionStory.CHANGES
                                        + " } }",
                                story.about())
                        .at("/history"))
                .isEqualTo(deeds);
        assertThat(deeds.valueStream().map(deed -> deed.at("/act").asString()).toList())
                .containsExactly(
                        "CLAIMED",
                        "ACCEPTED",
                        "CLAIMED",
                        "ACCEPTED",
                        "CLAIMED",
                        "ACCEPTED",
                        "CLAIMED",
                        "ACCEPTED",
                        "RETRACTED");
        assertThat(deeds.at("/4/retracted").asBoolean()).isTrue();
        assertThat(deeds.at("/8/rootId")).isEqualTo(story.death.at("/id"));
        assertThat(deeds.at("/8/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(deeds.at("/8/changes/0/field").asString()).isEqualTo("overlijdensdatum");
    }

    @Test
    void the_decision_that_rested_on_the_mistake_is_found() {
        JsonNode retracted = story.done(story.retraction(story.death, story.accepted));
        String event = retracted.at("/id").asString();

        JsonNode impact = pensions.get("/events/" + event + "/impact").ok(200);
        assertThat(pensions.ask(
                                "query ($id: ID!) { impact(eventId: $id) " + PensionStory.RELIANCE + " }",
                                Map.of("id", event))
                        .at("/impact"))
                .isEqualTo(impact);
        assertThat(impact.size()).isEqualTo(1);
        assertThat(impact.at("/0/decision/id")).isEqualTo(story.stop.at("/id"));
        assertThat(impact.at("/0/effect").asString()).isEqualTo("OUTCOME_CHANGED");
        assertThat(impact.at("/0/touched/0/field").asString()).isEqualTo("overlijdensdatum");
        assertThat(impact.at("/0/before/stopt").asBoolean()).isTrue();
        assertThat(impact.at("/0/after/stopt").asBoolean()).isFalse();
    }
}
