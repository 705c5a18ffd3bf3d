package f6.eventstore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.Event;
import f6.eventstore.event.EventData;
import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Source;
import f6.eventstore.event.StoredEvent;
import f6.eventstore.memory.InMemoryEventStore;
import f6.eventstore.model.Evolution.Decoded;
import f6.eventstore.store.Query;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.TypeVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EvolutionTest {
    private final InMemoryEventStore store = new InMemoryEventStore();

    private StoredEvent given(String type, String version, Map<String, Object> data) {
        Event event = Event.fact(
                new EventType(type),
                version,
                Instant.EPOCH,
                List.of(new ObjectId(UUID.randomUUID())),
                new Source(new UUID(1, 1), "clerk"),
                new EventData(data));
        return store.append(event).orThrow().events().getFirst();
    }

    private static Evolution.Builder<String> named() {
        return Evolution.<String>builder()
                .decoder(
                        "Named",
                        "3",
                        stored -> stored.event().data().members().get("full") + " as of version "
                                + stored.event().version());
    }

    private static EventData renamed(EventData data, String from, String to) {
        return new EventData(Map.of(to, String.valueOf(data.members().get(from))));
    }

    private final Evolution<String> chain = named().upcaster("Named", "1", "2", data -> renamed(data, "n", "name"))
            .upcaster("Named", "2", "3", data -> renamed(data, "name", "full"))
            .build();

    @Test
    void each_version_is_brought_up_to_the_decoder_s() {
        assertThat(List.of(
                        given("Named", "1", Map.of("n", "Zoë")),
                        given("Named", "2", Map.of("name", "Bram")),
                        given("Named", "3", Map.of("full", "Noor"))))
                .map(chain::decode)
                .map(decoded -> ((Decoded.Known<String>) decoded).event())
                .containsExactly("Zoë as of version 3", "Bram as of version 3", "Noor as of version 3");
        assertThat(store.find(store.read(Query.all(), ReadOptions.FORWARD)
                                .findFirst()
                                .orElseThrow()
                                .id())
                        .orElseThrow()
                        .event()
                        .version())
                .as("the log stays as it was written")
                .isEqualTo("1");
    }

    @Test
    void what_nobody_decodes_is_given_as_it_is() {
        StoredEvent other = given("Other", "1", Map.of());
        assertThat(chain.decode(other)).isEqualTo(new Decoded.Raw<>(other));
        chain.requireComplete(store);
    }

    @Test
    void what_cannot_be_read_is_listed_at_the_start() {
        StoredEvent unread = given("Named", "0", Map.of());
        var _ = given("Named", "9", Map.of());
        assertThat(chain.missing(store.versions()))
                .containsExactly(
                        new TypeVersion(new EventType("Named"), "0"), new TypeVersion(new EventType("Named"), "9"));
        assertThatThrownBy(() -> chain.requireComplete(store))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("Named version 0, Named version 9");
        assertThat(chain.decode(unread)).isInstanceOf(Decoded.Raw.class);
    }

    @Test
    void chains_that_lead_nowhere_or_round_are_refused() {
        assertThatThrownBy(
                        () -> named().upcaster("Named", "1", "2", data -> data).build())
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("from Named version 1 lead to no decoder");
        assertThatThrownBy(() -> named().upcaster("Named", "1", "2", data -> data)
                        .upcaster("Named", "2", "1", data -> data)
                        .build())
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> named().decoder("Named", "3", _ -> "again"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("two decoders for Named version 3");
    }
}
