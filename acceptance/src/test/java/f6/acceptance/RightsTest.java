package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Who may ask what, by address and in GraphQL: what a source may not have is refused, and named as nothing else.
class RightsTest {
    private static final String SECRET = "Geheimenis";

    private final StartedNode node = StartedNode.shared();
    private final String child = UUID.randomUUID().toString();
    private final String claim = UUID.randomUUID().toString();
    private final String head;
    private final Api parent = new Api(node, "burgerlijke-stand", "ouder");

    RightsTest() {
        assertThat(parent.post("/commands", Birth.claim(claim, child, SECRET)).status())
                .isEqualTo(201);
        Api registrar = new Api(node, "burgerlijke-stand", "ambtenaar");
        JsonNode accepted = registrar.post("/commands", Birth.acceptance(claim)).ok(201);
        this.head = accepted.at("/event/id").asString();
    }

    private Map<String, Object> rename() {
        Map<String, Object> rename = new LinkedHashMap<>();
        rename.put("command", "correct");
        rename.put("id", UUID.randomUUID().toString());
        rename.put("eventId", claim);
        rename.put("seen", head);
        rename.put("amend", Map.of("naam", Map.of("geslachtsnaam", "Anders")));
        return rename;
    }

    /// By user, whether each question is answered: one column for those about the view persoon, one for those
    /// about the view naamgegevens, and one for those about events.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        burger      | no  | no  | no
        ouder       | no  | no  | no
        ambtenaar   | yes | yes | yes
        systeem-bsn | yes | no  | no
        beheerder   | no  | no  | no
        auditor     | yes | yes | yes
        """)
    void a_question_is_answered_to_those_who_may_read_what_it_is_about(
            String user, String person, String names, String events) {
        Api api = new Api(node, "burgerlijke-stand", user);

        viewQuestions("persoon").forEach((question, send) -> expect(person, question, send.apply(api)));
        viewQuestions("naamgegevens").forEach((question, send) -> expect(names, question, send.apply(api)));
        eventQuestions().forEach((question, send) -> expect(events, question, send.apply(api)));
    }

    private interface Question {
        Api.Said apply(Api api);
    }

    private Map<String, Question> viewQuestions(String view) {
        Map<String, Question> questions = new LinkedHashMap<>();
        String path = "/objects/" + child + "/views/" + view;
        questions.put("GET " + path, api -> api.get(path));
        questions.put("GET timeline", api -> api.get(path + "/timeline"));
        questions.put(
                "POST search",
                api -> api.post(
                        "/views/" + view + "/search",
                        Map.of(
                                "where",
                                List.of(Map.of("field", "naam", "contains", Map.of("geslachtsnaam", SECRET))))));
        questions.put("{" + view + "}", graphQl("{ %s(id: \"%s\") { id } }".formatted(view, child)));
        questions.put(
                "{timeline}",
                graphQl("{ timeline(view: \"%s\", id: \"%s\") { rectangles { value } } }".formatted(view, child)));
        questions.put(
                "{search}",
                graphQl("{ search(view: \"%s\", where: [{field: \"naam\", present: true}]) { ids } }".formatted(view)));
        return questions;
    }

    private Map<String, Question> eventQuestions() {
        Map<String, Question> questions = new LinkedHashMap<>();
        String object = "/objects/" + child;
        for (String path : List.of(
                object + "/views/persoon/fields/naam/explanation",
                object + "/history",
                object + "/diff?fromPosition=0",
                "/diff?fromPosition=0&toPosition=1",
                "/events/" + claim + "/impact")) {
            questions.put("GET " + path, api -> api.get(path));
        }
        for (String question : List.of(
                "events(objectId: \"%s\") { eventData }",
                "history(id: \"%s\") { event { eventData } }",
                "diff(id: \"%s\", fromPosition: 0) { objects { changes { after } } }",
                "explain(view: \"persoon\", id: \"%s\", field: \"naam\") { rectangle { value } }")) {
            questions.put("{" + question + "}", graphQl("{ " + question.formatted(child) + " }"));
        }
        questions.put("{diff}", graphQl("{ diff(fromPosition: 0, toPosition: 1) { objects { id } } }"));
        questions.put("{impact}", graphQl("{ impact(eventId: \"%s\") { before } }".formatted(claim)));
        return questions;
    }

    private static Question graphQl(String query) {
        return api -> api.post("/graphql", Map.of("query", query));
    }

    private static void expect(String answered, String question, Api.Said said) {
        JsonNode errors = said.body().at("/errors");
        if (answered.equals("yes")) {
            assertThat(said.status()).as(question + said.body()).isEqualTo(200);
            assertThat(errors.isMissingNode()).as(question + errors).isTrue();
            return;
        }
        JsonNode code = errors.isMissingNode() ? said.problem(403).at("/code") : errors.at("/0/extensions/code");
        assertThat(code.asString()).as(question + said.body()).isEqualTo("FORBIDDEN");
        assertThat(said.body().toString()).doesNotContain(SECRET);
    }

    @Test
    void what_a_source_did_itself_it_may_see() {
        String query = "query ($id: ID!) { event(id: $id) { eventData } }";
        assertThat(parent.ask(query, Map.of("id", claim)).toString()).contains(SECRET);
        assertThat(parent.post("/commands", Birth.claim(claim, child, SECRET))
                        .ok(201)
                        .toString())
                .contains(SECRET);

        Api citizen = new Api(node, "burgerlijke-stand", "burger");
        for (String event : List.of(claim, UUID.randomUUID().toString())) {
            assertThat(citizen.error(query, Map.of("id", event))
                            .at("/extensions/code")
                            .asString())
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void a_preview_says_nothing_of_others_to_those_who_may_not_read() {
        JsonNode closed = parent.post("/previews", rename()).ok(200);
        assertThat(closed.at("/changes").isNull()).isTrue();
        assertThat(closed.at("/impact").isNull()).isTrue();
        assertThat(closed.at("/token").asString()).isNotEmpty();
        assertThat(closed.toString()).doesNotContain(SECRET);

        JsonNode open = new Api(node, "burgerlijke-stand", "ambtenaar")
                .post("/previews", rename())
                .ok(200);
        assertThat(open.at("/changes").toString()).contains(SECRET);
        assertThat(open.at("/impact").isArray()).isTrue();
    }

    @Test
    void a_preview_in_graphql_has_errors_where_it_is_closed() {
        Map<String, Object> rename = PensionStory.without(rename(), "command");
        String query = "query ($id: ID!, $eventId: ID!, $seen: ID!, $amend: JSON) { previewCorrect(id: $id, eventId:"
                + " $eventId, seen: $seen, amend: $amend) { token %s } }";

        assertThat(parent.ask(query.formatted(""), rename)
                        .at("/previewCorrect/token")
                        .asString())
                .isNotEmpty();
        JsonNode error = parent.error(query.formatted("changes { id }"), rename);
        assertThat(error.at("/extensions/code").asString()).isEqualTo("FORBIDDEN");
        assertThat(error.at("/path").toString()).isEqualTo("[\"previewCorrect\",\"changes\"]");
    }

    /// Who may read events may have them by feed and subscription too.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        burger      | 403 | 403 | 403
        ouder       | 403 | 403 | 403
        ambtenaar   | 200 | 200 | 403
        systeem-bsn | 403 | 200 | 403
        beheerder   | 200 | 200 | 200
        auditor     | 200 | 200 | 200
        """)
    void who_has_a_duty_may_do_it(String user, int feed, int subscriptions, int audit) {
        Api api = new Api(node, "burgerlijke-stand", user);

        assertThat(api.get("/feed").status()).isEqualTo(feed);
        assertThat(api.get("/subscriptions").status()).isEqualTo(subscriptions);
        assertThat(api.get("/audit/reads").status()).isEqualTo(audit);
        assertThat(api.get("/audit/actions").status()).isEqualTo(audit);
    }

    @Test
    void who_only_looks_or_manages_records_nothing() {
        for (String user : List.of("auditor", "beheerder")) {
            Api api = new Api(node, "burgerlijke-stand", user);
            assertThat(api.post("/commands", Birth.acceptance(claim))
                            .problem(403)
                            .at("/code")
                            .asString())
                    .isEqualTo("FORBIDDEN");
            assertThat(api.post("/commands", Birth.claim(UUID.randomUUID().toString(), child, "X"))
                            .problem(403)
                            .at("/code")
                            .asString())
                    .isEqualTo("FORBIDDEN");
        }
    }
}
