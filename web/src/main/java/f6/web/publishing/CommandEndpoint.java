package f6.web.publishing;

import f6.publishing.Answer;
import f6.publishing.Publishing;
import f6.publishing.command.Command;
import f6.publishing.document.Edition.ContentStore;
import f6.publishing.view.Views;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What changes something.
final class CommandEndpoint {
    private static final String CONTENT = "/v2/content/" + Routes.ID;

    private final Publishing publishing;
    private final Views views;

    CommandEndpoint(Publishing publishing, Views views) {
        this.publishing = publishing;
        this.views = views;
    }

    /// Makes a command of an object's id and what was sent.
    private interface OfContent {
        Command of(UUID contentId, Map<String, @Nullable Object> payload);
    }

    private interface OfPath {
        Command of(String basePath, Map<String, @Nullable Object> payload);
    }

    void routes(Routes routes) {
        routes.put(CONTENT, this::putContent);
        routes.post(CONTENT + "/publish", asked -> handle(asked, Command.Publish::new));
        routes.post(CONTENT + "/republish", asked -> handle(asked, Command.Republish::new));
        routes.post(CONTENT + "/unpublish", asked -> handle(asked, Command.Unpublish::new));
        routes.post(CONTENT + "/discard-draft", asked -> handle(asked, Command.DiscardDraft::new));
        routes.patch("/v2/links/" + Routes.ID, asked -> handle(asked, Command.PatchLinkSet::new));
        routes.put("/paths/{*path}", asked -> handle(asked, asked.body(), Command.ReservePath::new));
        routes.delete("/paths/{*path}", asked -> handle(asked, asked.body(), Command.UnreservePath::new));
        String intent = "/publish-intent/{*path}";
        routes.put(intent, asked -> handle(asked, asked.body(), Command.PutPublishIntent::new));
        routes.delete(intent, asked -> handle(asked, new LinkedHashMap<>(), Command.DeletePublishIntent::new));
    }

    private Answered putContent(Asked asked) throws IOException {
        Command.PutContent command = new Command.PutContent(asked.contentId(), payload(asked));
        return switch (publishing.handle(command, asked.by())) {
            case Answer.No no -> Answered.of(no.refused());
            case Answer.Done done ->
                Answered.ok(views.content(command.key(), Optional.of(ContentStore.DRAFT))
                        .orElse(done.body()));
        };
    }

    private Answered handle(Asked asked, OfContent command) throws IOException {
        return answered(publishing.handle(command.of(asked.contentId(), payload(asked)), asked.by()));
    }

    private Answered handle(Asked asked, Map<String, @Nullable Object> sent, OfPath command) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(sent);
        payload.put("base_path", asked.basePath());
        return answered(publishing.handle(command.of(asked.basePath(), payload), asked.by()));
    }

    private static Map<String, @Nullable Object> payload(Asked asked) throws IOException {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(asked.body());
        payload.put("content_id", asked.contentId().toString());
        return payload;
    }

    private static Answered answered(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> Answered.ok(done.body());
            case Answer.No no -> Answered.of(no.refused());
        };
    }
}
