package f6.web.feed;

import static f6.web.feed.EventText.utf8;

import f6.eventstore.store.RawEvent;
import f6.zone.definition.ZoneDefinition;

/// Events of a zone as CloudEvents 1.0, by the NL GOV profile: the source is a URN of the organisation's number
/// and the zone, the type a name in reverse domain notation, the time that at which the zone recorded the event.
final class CloudEvents {
    private static final byte[] ID = utf8("{\"specversion\":\"1.0\",\"id\":");
    private static final byte[] VERSION = utf8(".v");
    private static final byte[] SUBJECT = utf8("\",\"subject\":");
    private static final byte[] TIME = utf8(",\"time\":");
    private static final byte[] SEQUENCE = utf8(",\"datacontenttype\":\"application/json\",\"sequence\":\"");
    private static final byte[] KIND = utf8("\",\"sequencetype\":\"Integer\",\"eventkind\":\"");
    private static final byte[] DATA = utf8("\",\"data\":");

    private final String source;
    private final byte[] sourceAndType;

    CloudEvents(ZoneDefinition zone) {
        // Both are checked by the definition: digits, and a name in kebab-case.
        this.source = "urn:nld:oin:%s:systeem:%s".formatted(zone.organisation().oin(), zone.name());
        this.sourceAndType = utf8(",\"source\":\"%s\",\"type\":\"nl.%s.".formatted(source, zone.name()));
    }

    String source() {
        return source;
    }

    void write(RawEvent event, EventText text) {
        text.put(ID);
        text.uuid(event.id().value());
        text.put(sourceAndType);
        text.words(event.type().name());
        text.put(VERSION);
        text.words(event.version());
        text.put(SUBJECT);
        text.uuid(event.objects().getFirst().value());
        text.put(TIME);
        text.instant(event.createdAt());
        text.put(SEQUENCE);
        text.number(event.position().value());
        text.put(KIND);
        text.words(event.kind().name());
        text.put(DATA);
        text.event(event);
        text.put('}');
    }
}
