package f6.web.event;

import static f6.web.event.EventText.utf8;

import f6.eventstore.event.Event;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.DataText;
import f6.eventstore.store.RawEvent;
import f6.zone.definition.ZoneDefinition;
import tools.jackson.databind.json.JsonMapper;

/// Events of a zone as CloudEvents 1.0 in JSON, by the NL GOV profile: the source is a URN of the organisation's
/// number and the zone, the type a name in reverse domain notation by the data source, which is the zone, the time
/// that at which the zone recorded the event. An event is the same bytes to whoever is told of it.
public final class CloudEvents {
    /// Of one of them.
    public static final String MEDIA_TYPE = "application/cloudevents+json";
    /// Of an array of them.
    public static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

    private static final byte[] ID = utf8("{\"specversion\":\"1.0\",\"id\":");
    private static final byte[] VERSION = utf8(".v");
    private static final byte[] SUBJECT = utf8("\",\"subject\":");
    private static final byte[] TIME = utf8(",\"time\":");
    private static final byte[] SEQUENCE = utf8(",\"datacontenttype\":\"application/json\",\"sequence\":\"");
    private static final byte[] KIND = utf8("\",\"sequencetype\":\"Integer\",\"eventkind\":\"");
    private static final byte[] DATA = utf8("\",\"data\":");

    private static final byte[] MESSAGE_ID = utf8("id: ");
    private static final byte[] MESSAGE_DATA = utf8("\ndata: ");
    private static final byte[] MESSAGE_END = utf8("\n\n");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String source;
    private final byte[] sourceAndType;

    public CloudEvents(ZoneDefinition zone) {
        // Both are checked by the definition: digits, and a name in kebab-case.
        this.source = "urn:nld:oin:%s:systeem:%s".formatted(zone.organisation().oin(), zone.name());
        this.sourceAndType = utf8(",\"source\":\"%s\",\"type\":\"nl.%s.".formatted(source, zone.name()));
    }

    public String source() {
        return source;
    }

    public void write(RawEvent event, EventText text) {
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

    public byte[] write(StoredEvent stored) {
        EventText text = new EventText();
        write(unread(stored), text);
        return text.copy();
    }

    /// As a message of Server-Sent Events (WHATWG HTML §9.2), with the position as its id.
    public void writeMessage(RawEvent event, EventText text) {
        text.put(MESSAGE_ID);
        text.number(event.position().value());
        text.put(MESSAGE_DATA);
        write(event, text);
        text.put(MESSAGE_END);
    }

    public void writeMessage(StoredEvent stored, EventText text) {
        writeMessage(unread(stored), text);
    }

    private static RawEvent unread(StoredEvent stored) {
        Event event = stored.event();
        byte[] data = JSON.writeValueAsBytes(event.data().members());
        return new RawEvent(
                stored.position(),
                stored.createdAt(),
                event.occurredAt(),
                event.id(),
                event.type(),
                event.version(),
                event.kind(),
                event.objects(),
                event.source(),
                event.references(),
                new DataText(data, 0, data.length));
    }
}
