package f6.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.app.Expected.WrongAnswer;
import f6.app.Story.Chapter;
import f6.web.client.ZoneClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// That the story of Zonnendaal is answered right is shown by playing it; here, that it can be answered wrong.
class StoryPlayerTest {
    private static final Path ZONNENDAAL = Path.of("../examples/zonnendaal");
    private static final List<String> ZONES = List.of("burgerlijke-stand", "adreshuishouding", "pensioenen");
    private static final String ANNA = "5d0c7a10-0000-4000-8000-00000000000e";

    private static Optional<Node> node = Optional.empty();
    private static Path folder = Path.of("target");

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "story");
        node = Optional.of(Node.start(
                new NodeSettings(
                        ZONES.stream()
                                .map(zone -> ZONNENDAAL.resolve(zone + ".yaml"))
                                .toList(),
                        folder.resolve("node"),
                        Optional.empty(),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        true),
                what -> {}));
    }

    @AfterAll
    static void stop() {
        node.ifPresent(Node::close);
    }

    private static String text() throws IOException {
        return Files.readString(ZONNENDAAL.resolve("story.yaml"));
    }

    /// With a person of its own in golden case 3.
    private static String afresh(String story) {
        return story.replace("anna", "p" + UUID.randomUUID().toString().substring(0, 8))
                .replace(ANNA, UUID.randomUUID().toString());
    }

    /// Plays the chapters whose title has a word, and what was printed.
    private static String play(String story, String word) throws IOException {
        Story whole = Story.read(Files.writeString(folder.resolve(UUID.randomUUID() + ".yaml"), story));
        List<Chapter> chapters = whole.chapters().stream()
                .filter(chapter -> chapter.title().contains(word))
                .toList();
        assertThat(chapters).isNotEmpty();
        DevIssuer issuer = DevIssuer.of(folder.resolve("node"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StoryPlayer(
                        new Story(whole.title(), whole.objects(), chapters),
                        zone -> new ZoneClient(node.orElseThrow().address(), zone),
                        user -> issuer.token(DevIssuer.user(user)),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .play();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String changed(String story, String was, String becomes) {
        assertThat(story).contains(was);
        return story.replace(was, becomes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        Golden case 1 | after.verblijfadres.huisnummer: 3    | after.verblijfadres.huisnummer: 5      | Since the correction of 2012: number 1: expected after.verblijfadres.huisnummer to be 5, got 3
        Golden case 1 | field: verblijfplaats\\n            from: "2010-05-01" | field: verblijfplaats\\n            from: "2010-05-02" | expected from to be 2010-05-02, got 2010-05-01
        Golden case 1 | value: {verblijfadres.huisnummer: 3} | value: {verblijfadres.huisnummer: 4}   | 2014: why number 3?: expected verblijfadres.huisnummer to be 4, got 3
        Golden case 1 | {event: adres-2012, inForce: true}   | {event: adres-2018, inForce: true}     | number 3: expected event to be adres-2018, got adres-2012
        Golden case 1 | {event: adres-2012, inForce: true}   | {event: adres-2012, inForce: false}    | number 3: expected inForce to be false, got true
        Golden case 2 | until: "2007-03-01", since           | until: "2007-03-02", since             | number 10: expected until to be 2007-03-02, got 2007-03-01
        Golden case 2 | since: naam-2001-12-06, super        | since: naam-2002, super                | number 5: expected since to be naam-2002, got naam-2001-12-06
        Golden case 2 | superseded: naam-2008-06-akkoord     | superseded: null                       | number 8: expected superseded to be null, got naam-2008-06-akkoord
        Golden case 2 | value.geslachtsnaam: Werff, from     | value.geslachtsnaam: Wulf, from        | number 11: expected value.geslachtsnaam to be Wulf, got Werff
        Golden case 3. | before.datum: "2017-05-02"          | before.datum: "2017-05-03"             | expected before.datum to be 2017-05-03, got 2017-05-02
        Golden case 3. | before.stopt: true, after.stopt: false} | before.stopt: true, after.stopt: true} | expected after.stopt to be true, got false
        Golden case 3. | touched.0.field: overlijdensdatum   | touched.0.field: woonland              | Which decisions relied on her death?: number 1: expected touched.0.field to be woonland
        Golden case 3. | superseded: anna-leeft              | superseded: null                       | When was Anna known to be dead?: number 1: expected superseded to be null
        """)
    void a_wrong_expectation_is_told(String chapter, String was, String becomes, String said) throws IOException {
        String wrong = changed(text(), was.replace("\\n", "\n"), becomes.replace("\\n", "\n"));

        assertThatThrownBy(() -> play(afresh(wrong), chapter))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining(said);
    }

    @Test
    void a_list_must_be_whole() throws IOException {
        List<String> rectangles = text().lines()
                .filter(line -> line.contains("since: naam-") && line.contains("superseded: "))
                .toList();
        assertThat(rectangles).hasSize(11);
        for (String rectangle :
                Stream.of(rectangles.getFirst(), rectangles.getLast()).toList()) {
            String wrong = changed(text(), rectangle + "\n", "");
            assertThatThrownBy(() -> play(wrong, "Golden case 2"))
                    .isInstanceOf(WrongAnswer.class)
                    .hasMessageContaining("Every name that Pieter ever had: expected 10, got 11");
        }
    }

    @Test
    void what_was_foreseen_is_checked_against_what_happened_when_it_is_played_again() throws IOException {
        String story = afresh(text());
        String first = play(story, "Golden case 3.");
        assertThat(first).contains("? would make: ").contains("outcome changed");
        assertThat(play(story, "Golden case 3.")).isEqualTo(first);

        String wrong = changed(story, "before.datum: \"2017-05-02\"", "before.datum: \"2017-05-03\"");
        assertThatThrownBy(() -> play(wrong, "Golden case 3."))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining("expected before.datum to be 2017-05-03");
    }

    @Test
    void a_path_that_an_answer_does_not_have_is_a_mistake_of_the_story() throws IOException {
        String wrong = changed(text(), "until: null, since: naam-1977", "til: null, since: naam-1977");

        assertThatThrownBy(() -> play(wrong, "Golden case 2"))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining("the story expects 'til'");
    }

    @Test
    void what_is_printed_fits_a_screen() throws IOException {
        assertThat(play(text(), "Golden case").lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(Table.MAX_WIDTH));
    }
}
