package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Runs the commands of the README's tour, as they stand there, against a demo started as it says; only the port
/// is another.
class ReadmeTourTest {
    @Test
    void the_tour_goes_as_it_says() throws Exception {
        Guide readme = new Guide("README.md", StartedNode.HOME).with("F6_DATA", StartedNode.freshFolder());
        String tour = readme.script("tour");
        assertThat(tour).contains(Guide.NODE);
        try (Guide.Served demo = readme.serve("bin/f6 demo")) {
            String answers = readme.run(
                    "export F6_NODE=%s\n%s".formatted(demo.address(), tour.replace(Guide.NODE, demo.address())));

            Guide.requireInOrder(
                    answers,
                    "\"ouders\":[\"5d0c7a10-0000-4000-8000-000000000003\"]}",
                    "\"5d0c7a10-0000-4000-8000-000000000004\"]}",
                    "\"eventKind\":\"VALIDATION\"",
                    "in zone burgerlijke-stand",
                    "claimed Geboorte",
                    "accepted Erkenning",
                    "ouders from 2024-05-08: + 5d0c7a10-0000-4000-8000-000000000004",
                    "zone pensioenen, from position 6 to 9",
                    "2017-05-02 -> nothing",
                    "\"eventKind\":\"CLAIM\"",
                    "{\"persoon\":null}",
                    "\"pending\":true",
                    "\"basis\":\"AUTHORITY\"",
                    "\"voornamen\":\"Jip\"",
                    "RULE_BROKEN");
        }
    }
}
