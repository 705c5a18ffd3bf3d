package f6.publishing.content;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventType;
import f6.publishing.document.Edition;
import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import f6.publishing.document.Told;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Ways on which what happened comes to a content store. Each is followed by itself, so that no amount of
/// work on the one delays the other.
public enum Lane {
    /// What an editor waits for.
    HIGH,
    /// What is done in bulk: to many documents, or to change nothing that readers would notice.
    LOW;

    private static final Set<String> OF_DRAFTS = Set.of(Happened.EDITION_DRAFTED, Happened.DRAFT_DISCARDED);
    private static final Set<String> OF_BOTH =
            Set.of(Happened.EDITION_PUBLISHED, Happened.EDITION_UNPUBLISHED, Happened.EDITION_REPUBLISHED);
    private static final Set<String> OF_INTENTS = Set.of(Happened.PUBLISH_INTENT_PUT, Happened.PUBLISH_INTENT_DELETED);

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The way of an event, by what it says alone: each follower sees it so.
    ///
    /// @return empty when it says nothing to a content store, or stands beside another event in the same
    /// append that is about the same paths, as that an edition was superseded or substituted
    public static Optional<Lane> of(Event event) {
        String type = event.type().name();
        if (OF_INTENTS.contains(type)) {
            return Optional.of(HIGH);
        }
        if (!OF_DRAFTS.contains(type) && !OF_BOTH.contains(type)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> data = Told.by(event);
        Map<String, @Nullable Object> payload =
                Json.object(Json.object(data.get(Happened.COMMAND)).get("payload"));
        boolean bulk = type.equals(Happened.EDITION_REPUBLISHED)
                || Boolean.TRUE.equals(payload.get("bulk_publishing"))
                || "republish".equals(payload.get("update_type"))
                || "republish".equals(Json.object(data.get(Happened.EDITION)).get("update_type"));
        return Optional.of(bulk ? LOW : HIGH);
    }

    /// The types of events that change what is in a store. What is drafted changes no live one, and so is not
    /// even read for it.
    static EventType[] types(Edition.ContentStore store) {
        return Stream.of(OF_BOTH, store == Edition.ContentStore.LIVE ? OF_INTENTS : OF_DRAFTS)
                .flatMap(Set::stream)
                .sorted()
                .map(EventType::new)
                .toArray(EventType[]::new);
    }

    static boolean isOfIntent(EventType type) {
        return OF_INTENTS.contains(type.name());
    }
}
