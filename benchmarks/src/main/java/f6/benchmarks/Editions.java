package f6.benchmarks;

import f6.eventstore.event.Event;
import f6.eventstore.event.Position;
import f6.eventstore.store.EventStore;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.command.Stock;
import f6.publishing.command.Verdict;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.Happened;
import f6.publishing.schema.ContentSchemas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A log of documents that were drafted and published twice each: six events of a document, 1 KiB of payload on
/// average. Documents come in blocks, and step by step within a block, so that the events of one are far apart.
final class Editions {
    static final int EVENTS_OF_A_DOCUMENT = 6;
    private static final int BLOCK = 10_000;
    private static final int APPEND = 500;
    private static final int BODY = 2_400;
    private static final By EDITOR = new By(Optional.of("editor"), Optional.of("request"));
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private Editions() {}

    static UUID contentId(int number) {
        return new UUID(0x4000L | ((long) number << 20), 0x8000_0000_0000_0000L | number);
    }

    static String path(int number) {
        return "/guidance/%08d".formatted(number);
    }

    /// What is put.
    ///
    /// @param body how many characters its largest field has
    static Map<String, @Nullable Object> content(int number, String title, int body) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("base_path", path(number));
        content.put("title", title + " " + number);
        content.put("description", "What to do about number " + number);
        content.put("schema_name", "generic");
        content.put("document_type", "guidance");
        content.put("publishing_app", "publisher");
        content.put("rendering_app", "frontend");
        content.put("update_type", "major");
        content.put("routes", List.of(Map.of("path", path(number), "type", "exact")));
        content.put(
                "details",
                Map.of("body", "Words of number %d. ".formatted(number).repeat(body / 24)));
        return content;
    }

    /// @return how many events were stored
    static int store(EventStore log, int most, Report report) {
        report.progress("storing %,d events of documents".formatted(most));
        int stored = 0;
        for (int first = 0; stored < most; first += BLOCK) {
            List<List<Event>> steps = new ArrayList<>();
            int documents = Math.min(BLOCK, Math.max(1, (most - stored) / EVENTS_OF_A_DOCUMENT));
            for (int number = first; number < first + documents; number++) {
                List<List<Event>> life = life(number);
                for (int step = 0; step < life.size(); step++) {
                    if (steps.size() == step) {
                        steps.add(new ArrayList<>());
                    }
                    steps.get(step).addAll(life.get(step));
                }
            }
            for (List<Event> step : steps) {
                for (int from = 0; from < step.size(); from += APPEND) {
                    var _ = log.append(step.subList(from, Math.min(from + APPEND, step.size())), null)
                            .orThrow();
                }
                stored += step.size();
            }
            report.progress("  %,d events stored".formatted(stored));
        }
        return stored;
    }

    /// Drafted, published, drafted, published: the events of each command.
    private static List<List<Event>> life(int number) {
        UUID id = contentId(number);
        DocumentKey key = new DocumentKey(id, DocumentKey.DEFAULT_LOCALE);
        Document document = Document.none(key);
        Map<String, String> reservations = Map.of();
        List<List<Event>> life = new ArrayList<>();
        for (Command command : List.of(
                new Command.PutContent(id, content(number, "Guidance", BODY)),
                new Command.Publish(id, Map.of("content_id", id.toString())),
                new Command.PutContent(id, content(number, "Better guidance", BODY)),
                new Command.Publish(id, Map.of("content_id", id.toString())))) {
            Stock stock = new Stock(Position.START, Map.of(key, document), reservations, Map.of(), Map.of());
            Verdict verdict = Verdict.of(
                    command,
                    stock,
                    EDITOR,
                    BEGIN.plusSeconds(number),
                    UUID::randomUUID,
                    ContentSchemas.ANYTHING,
                    x -> x);
            if (!(verdict instanceof Verdict.Accepted accepted)) {
                throw new BenchFailure("refused: " + verdict, null);
            }
            for (Event event : accepted.events()) {
                if (Happened.OF_DOCUMENTS.contains(event.type().name())) {
                    document = document.after(event, 1).after();
                }
            }
            reservations = Map.of(path(number), "publisher");
            life.add(accepted.events());
        }
        return life;
    }
}
