package f6.publishing.command;

import f6.publishing.document.Document;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Discards drafts and presents live editions again.
final class Drafts {
    private Drafts() {}

    static void discard(Deciding deciding, Command.DiscardDraft command) {
        Document document = deciding.document(command.key());
        if (document.draft().isEmpty()) {
            boolean live = document.current()
                    .filter(edition -> edition.store().isPresent())
                    .isPresent();
            throw new Refused.Exit(
                    live
                            ? Refused.unprocessable("There is no draft edition to discard", "no_draft_to_discard")
                            : Refused.of(404, "There is no draft edition to discard"));
        }
        Versions.require(command.payload(), document.lockVersion());
        deciding.record(
                Happened.DRAFT_DISCARDED,
                command.key(),
                document.draft().flatMap(Edition::basePath).stream().toList(),
                deciding.command(command));
    }

    static void republish(Deciding deciding, Command.Republish command) {
        Document document = deciding.document(command.key());
        Edition live = document.current()
                .filter(edition -> edition.store().isPresent())
                .orElseThrow(() -> new Refused.Exit(Refused.of(
                        404,
                        "A live item with content_id %s and locale %s does not exist"
                                .formatted(command.contentId(), command.key().locale()))));
        Versions.require(command.payload(), document.lockVersion());
        Map<String, @Nullable Object> data = deciding.command(command);
        deciding.around()
                .by()
                .requestId()
                .ifPresent(request -> data.put(Happened.EDITION, Map.of("publishing_request_id", request)));
        deciding.record(
                Happened.EDITION_REPUBLISHED,
                command.key(),
                live.basePath().stream().toList(),
                data);
    }
}
