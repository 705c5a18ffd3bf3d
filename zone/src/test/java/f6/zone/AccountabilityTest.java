package f6.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.InvalidValue;
import f6.eventstore.event.ObjectId;
import f6.zone.accountability.Pseudonyms;
import f6.zone.accountability.Trace;
import f6.zone.definition.DefinitionFile;
import f6.zone.definition.Processing;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountabilityTest {
    @Test
    void a_caller_gives_the_trace_and_its_own_part_in_it() {
        Trace trace = Trace.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        assertThat(trace.id()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(trace.caller()).hasValue("b7ad6b7169203331");
        assertThat(Trace.of("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-later")
                        .caller())
                .isPresent();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
            })
    void without_a_trace_that_can_be_read_one_begins(String header) {
        Trace trace = Trace.of(header);

        assertThat(trace.id())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Trace.of(header).id());
        assertThat(trace.caller()).isEmpty();
        assertThat(Trace.newSpan()).matches("[0-9a-f]{16}");
    }

    @Test
    void a_pseudonym_is_of_one_object_and_one_key() {
        ObjectId anna = new ObjectId(UUID.randomUUID());
        Pseudonyms ours = new Pseudonyms(new byte[32]);
        byte[] key = new byte[32];
        key[0] = 1;

        assertThat(ours.of(anna))
                .matches("[0-9a-f]{64}")
                .isEqualTo(new Pseudonyms(new byte[32]).of(anna))
                .isNotEqualTo(ours.of(new ObjectId(UUID.randomUUID())))
                .isNotEqualTo(new Pseudonyms(key).of(anna));
        assertThatThrownBy(() -> new Pseudonyms(new byte[16])).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_view_may_be_read_for_a_reason_of_its_own() {
        String text = Zonnendaal.text("burgerlijke-stand");
        Processing own = DefinitionFile.parse(
                        "stand.yaml",
                        text.replace(
                                "naamgegevens: {object: mens, fields: [naam]}",
                                "naamgegevens: {object: mens, fields: [naam], processing: \"https://register.example/7\"}"))
                .processing();
        Processing none = DefinitionFile.parse("stand.yaml", text.replaceFirst("(?m)^processing: .*$", ""))
                .processing();

        assertThat(own.of("naamgegevens")).hasToString("https://register.example/7");
        assertThat(own.of("persoon"))
                .hasToString("https://zonnendaal.example/verwerkingen/burgerlijke-stand-bijhouden");
        assertThat(none.ofZone()).hasToString("https://f6.example/processing/burgerlijke-stand");
    }
}
