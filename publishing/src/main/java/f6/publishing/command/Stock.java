package f6.publishing.command;

import f6.eventstore.event.Position;
import f6.publishing.document.Document;
import f6.publishing.document.DocumentKey;
import f6.publishing.document.LinkSet;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a command is decided on, as known at a position of the log.
///
/// @param documents those asked for, and all with an edition in a content store at one of the paths
/// @param reservations by path, the application that has it
/// @param intents by path
/// @param aliases by name, the content id that it stands for
public record Stock(
        Position position,
        Map<DocumentKey, Document> documents,
        Map<String, String> reservations,
        Map<UUID, LinkSet> linkSets,
        Map<String, Map<String, @Nullable Object>> intents,
        Map<String, UUID> aliases) {
    public Stock {
        documents = Map.copyOf(documents);
        reservations = Map.copyOf(reservations);
        linkSets = Map.copyOf(linkSets);
        intents = Map.copyOf(intents);
        aliases = Map.copyOf(aliases);
    }

    /// Without aliases.
    public Stock(
            Position position,
            Map<DocumentKey, Document> documents,
            Map<String, String> reservations,
            Map<UUID, LinkSet> linkSets,
            Map<String, Map<String, @Nullable Object>> intents) {
        this(position, documents, reservations, linkSets, intents, Map.of());
    }

    /// Reads it, all of it at one position.
    public interface Shelves {
        /// The paths are those asked for and those of the drafts and current editions of the documents asked for.
        Stock read(Command.Reads reads);
    }
}
