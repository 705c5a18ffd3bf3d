package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A client that knows `/v1`, names of relations and forms, and no other address.
class HypermediaTest {
    private static final String HAL = "application/hal+json";

    private final StartedNode node = StartedNode.shared();
    private final String child = UUID.randomUUID().toString();

    private Exchanged get(String user, String path) {
        return Exchanged.get(node, user, path, HAL);
    }

    private JsonNode open(String user, String path) {
        Exchanged answer = get(user, path);
        assertThat(answer.header("Content-Type")).isEqualTo(HAL);
        return answer.is(200);
    }

    private JsonNode zone(String user) {
        JsonNode zone = open(user, "/v1")
                .at("/_links/f6:zone")
                .valueStream()
                .filter(link -> link.at("/name").asString().equals("burgerlijke-stand"))
                .findFirst()
                .orElseThrow();
        return open(user, zone.at("/href").asString());
    }

    private static String href(JsonNode resource, String relation) {
        String href = resource.at("/_links/" + relation + "/href").asString();
        assertThat(href).as(resource.toString()).startsWith("/v1/");
        return href;
    }

    private static List<String> forms(JsonNode resource) {
        return resource.at("/_templates")
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Fills in a form: what it has decided already stays, what it asks is given.
    private JsonNode send(String user, JsonNode resource, String form, Map<String, ?> given) {
        JsonNode template = resource.at("/_templates/" + form);
        assertThat(template.at("/contentType").asString()).isEqualTo("application/json");
        Map<String, Object> body = new LinkedHashMap<>();
        for (JsonNode property : template.at("/properties")) {
            String name = property.at("/name").asString();
            if (property.at("/readOnly").asBoolean(false)) {
                body.put(name, property.at("/value").asString());
            } else if (given.containsKey(name)) {
                body.put(name, Objects.requireNonNull(given.get(name)));
            } else {
                assertThat(property.at("/required").asBoolean(false)).as(name).isFalse();
            }
        }
        return Exchanged.post(node, user, template.at("/target").asString(), body)
                .is(201);
    }

    private JsonNode registered(String user) {
        return send(
                user,
                zone(user),
                "recordGeboorte",
                Map.of(
                        "input",
                        Map.of(
                                "id",
                                UUID.randomUUID(),
                                "data",
                                Map.of(
                                        "kind",
                                        child,
                                        "datum",
                                        Map.of("type", "Datum", "datum", "2024-01-02"),
                                        "naam",
                                        Map.of("geslachtsnaam", "Jansen")))));
    }

    @Test
    void a_birth_is_registered_and_validated_by_links_alone() {
        JsonNode recorded = registered("ouder");
        String event = href(recorded, "f6:event");

        JsonNode accepted = send(
                "ambtenaar",
                open("ambtenaar", event),
                "validate",
                Map.of("id", UUID.randomUUID(), "decision", "ACCEPT"));

        assertThat(accepted.at("/basis").asString()).isEqualTo("AUTHORITY");
        JsonNode history = open("ambtenaar", href(open("ambtenaar", event), "f6:object/0"));
        assertThat(history.at("/_embedded/f6:deed")
                        .valueStream()
                        .map(deed -> deed.at("/act").asString()))
                .containsExactly("CLAIMED", "ACCEPTED");
    }

    @Test
    void a_claim_can_be_validated_by_the_registrar_and_not_by_the_parent_and_only_while_it_waits() {
        String event = href(registered("ouder"), "f6:event");

        assertThat(forms(open("ambtenaar", event))).containsExactly("correct", "validate");
        assertThat(forms(open("ouder", event))).containsExactly("correct");
        var _ = get("burger", event).problem(403);

        var _ = send(
                "ambtenaar",
                open("ambtenaar", event),
                "validate",
                Map.of("id", UUID.randomUUID(), "decision", "ACCEPT"));

        assertThat(forms(open("ambtenaar", event))).containsExactly("correct");
        assertThat(forms(open("ouder", event))).isEmpty();
        JsonNode corrected = send(
                "ambtenaar", open("ambtenaar", event), "correct", Map.of("id", UUID.randomUUID(), "retract", true));
        assertThat(corrected.at("/basis").asString()).isEqualTo("AUTHORITY");
        assertThat(forms(open("ambtenaar", event))).isEmpty();
    }

    @Test
    void a_zone_shows_a_form_for_each_event_that_the_source_may_claim() {
        assertThat(forms(zone("burger")))
                .containsExactlyInAnyOrder("recordGeboorte", "recordNaamswijziging", "recordNationaliteit");
        assertThat(forms(zone("ambtenaar")))
                .contains("recordHuwelijk", "recordBsnToegekend", "searchPersoon", "searchNaamgegevens");
        assertThat(zone("burger").at("/_links").has("f6:events")).isFalse();
        JsonNode data = zone("ouder").at("/_templates/recordGeboorte/properties/2/schema/properties/data");
        assertThat(data.at("/properties/kind/format").asString()).isEqualTo("uuid");
        assertThat(data.at("/properties/datum/$ref").asString()).isEqualTo("#/$defs/Datum");
    }

    @Test
    void a_state_leads_to_what_it_is_made_of_and_to_itself_for_ever() {
        String event = href(registered("ambtenaar"), "f6:event");
        var _ = send(
                "ambtenaar",
                open("ambtenaar", event),
                "validate",
                Map.of("id", UUID.randomUUID(), "decision", "ACCEPT"));
        String template = zone("ambtenaar")
                .at("/_links/f6:state")
                .valueStream()
                .filter(link -> link.at("/name").asString().equals("persoon"))
                .findFirst()
                .orElseThrow()
                .at("/href")
                .asString();
        Exchanged state = get("ambtenaar", template.replace("{id}", child).replaceAll("\\{\\?.*}", ""));

        assertThat(state.is(200).at("/naam/geslachtsnaam").asString()).isEqualTo("Jansen");
        assertThat(forms(state.json()))
                .containsExactly(
                        "recordBsnToegekend",
                        "recordErkenning",
                        "recordGeboorte",
                        "recordHuwelijk",
                        "recordNaamswijziging",
                        "recordNationaliteit",
                        "recordOverlijden",
                        "recordScheiding");
        assertThat(state.header("Formal-Vector"))
                .isEqualTo("burgerlijke-stand="
                        + state.json().at("/formal/burgerlijke-stand").asLong());
        var _ = send(
                "ambtenaar", open("ambtenaar", event), "correct", Map.of("id", UUID.randomUUID(), "retract", true));
        assertThat(get("ambtenaar", href(state.json(), "self")).text()).isEqualTo(state.text());
        var _ = open("ambtenaar", href(state.json(), "f6:timeline"));
        var _ = open("ambtenaar", href(state.json(), "f6:history"));
    }

    @Test
    void pages_of_events_are_followed_to_the_end() {
        for (int i = 0; i < 5; i++) {
            var _ = registered("ouder");
        }
        String path = zone("ambtenaar").at("/_links/f6:events/href").asString().replaceAll("\\{.*}", "")
                + "?limit=2&object=" + child;
        int pages = 0;
        int events = 0;
        while (!path.isEmpty()) {
            JsonNode page = open("ambtenaar", path);
            assertThat(page.at("/_embedded/f6:event")).hasSizeLessThanOrEqualTo(2);
            for (JsonNode event : page.at("/_embedded/f6:event")) {
                assertThat(forms(event)).contains("validate");
            }
            events += page.at("/_embedded/f6:event").size();
            path = page.at("/_links/next/href").asString("");
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(events).isEqualTo(5);
    }

    @Test
    void who_asks_for_no_hypermedia_gets_json() {
        String event = href(registered("ouder"), "f6:event");

        for (String accept :
                List.of("*/*", "application/json", "text/html", "application/json, application/hal+json")) {
            Exchanged plain = Exchanged.get(node, "ambtenaar", event, accept);
            assertThat(plain.header("Content-Type")).isEqualTo("application/json");
            assertThat(plain.is(200).has("_links")).isFalse();
            assertThat(plain.headers("Vary")).contains("Accept");
        }
        assertThat(Exchanged.get(node, "ambtenaar", event, "application/prs.hal-forms+json")
                        .header("Content-Type"))
                .isEqualTo("application/prs.hal-forms+json");
        var _ = Exchanged.get(node, "ambtenaar", event, "///").problem(406);
    }
}
