package f6.postgres.publishing;

import static f6.postgres.publishing.Platform.guide;
import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.publishing.Platforms;
import f6.postgres.Progress;
import f6.postgres.TestServer;
import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.command.Refused;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/// Writers on two nodes meet at one document or one path: exactly one wins.
@Timeout(300)
class PublishingRacesTest {
    private static final int WRITERS = 32;
    private final String log = TestServer.freshSchema();
    private final List<Platform> nodes = List.of(Platform.on(log), Platform.on(log));
    private final List<Publishing> clocked =
            nodes.stream().map(node -> Platforms.on(node.store, node.shelves)).toList();

    @AfterEach
    void close() {
        assertThat(nodes.getFirst()
                        .store
                        .projections()
                        .verify(PublishingViews.NAME, Progress.NONE)
                        .differences())
                .isEmpty();
        nodes.forEach(Platform::close);
    }

    private List<Answer> race(IntFunction<Command> commands) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(WRITERS);
        List<Future<Answer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                Publishing node = clocked.get(i % clocked.size());
                Command command = commands.apply(i);
                running.add(threads.submit(() -> {
                    var _ = barrier.await();
                    return node.handle(command, By.NOBODY);
                }));
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> one : running) {
            answers.add(one.get());
        }
        return answers;
    }

    private static List<Refused> refused(List<Answer> answers) {
        return answers.stream()
                .filter(Answer.No.class::isInstance)
                .map(answer -> ((Answer.No) answer).refused())
                .toList();
    }

    @RepeatedTest(5)
    void of_writers_that_saw_the_same_version_of_a_document_one_wins() throws Exception {
        nodes.getFirst().put(1, guide("/one"));
        List<Answer> answers = race(i -> {
            Map<String, @Nullable Object> payload = guide("/one", "title", "Of writer " + i);
            payload.put("previous_version", 1);
            return new Command.PutContent(Platform.id(1), payload);
        });
        List<Refused> losers = refused(answers);
        assertThat(losers).hasSize(WRITERS - 1).allMatch(loser -> loser.code() == 409);
        assertThat(losers).allMatch(loser -> loser.body().toString().contains("previous_version"));
        assertThat(document(new DocumentKey(Platform.id(1), "en")).lockVersion())
                .isEqualTo(2);
    }

    private Document document(DocumentKey key) {
        Document found = nodes.getLast()
                .shelves
                .read(new Command.Reads(Set.of(key), Set.of(), Set.of()))
                .documents()
                .get(key);
        return java.util.Objects.requireNonNull(found);
    }

    @RepeatedTest(5)
    void of_writers_who_want_one_path_for_other_content_one_wins_and_the_others_are_told_whose_it_is()
            throws Exception {
        List<Answer> answers = race(i -> new Command.PutContent(Platform.id(i), guide("/wanted")));
        UUID winner = nodes.getFirst()
                .views
                .byBasePath(List.of("/wanted"), true, Set.of(), Set.of())
                .get("/wanted");
        assertThat(winner).isNotNull();
        List<Refused> losers = refused(answers);
        assertThat(losers).hasSize(WRITERS - 1).allMatch(loser -> loser.code() == 422);
        assertThat(losers)
                .allMatch(loser -> loser.body()
                        .toString()
                        .contains("base path=/wanted conflicts with content_id=%s and locale=en".formatted(winner)));
    }

    @RepeatedTest(5)
    void of_writers_who_want_one_name_for_other_content_one_wins() throws Exception {
        List<Answer> answers =
                race(i -> new Command.PutContent(Platform.id(i), guide("/named-" + i, "content_id_alias", "the-name")));

        List<Refused> losers = refused(answers);
        assertThat(losers).hasSize(WRITERS - 1).allMatch(loser -> loser.code() == 422);
        assertThat(losers).allMatch(loser -> loser.body().toString().contains("content_id_alias_already_in_use"));
    }
}
