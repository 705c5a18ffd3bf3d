package f6.eventstore.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventDataTest {
    @Test
    void equal_is_what_says_the_same() {
        assertThat(new EventData(Map.of("a", 1, "b", List.of(2.50))))
                .isEqualTo(new EventData(Map.of("b", List.of(new BigDecimal("2.5")), "a", new BigDecimal("1.0"))));
        assertThat(new EventData(Map.of("a", BigInteger.TWO.pow(80))))
                .isEqualTo(new EventData(Map.of("a", new BigDecimal(BigInteger.TWO.pow(80)).setScale(3))));
        assertThat(new EventData(Map.of("a", new BigDecimal(Long.MIN_VALUE))))
                .isEqualTo(new EventData(Map.of("a", Long.MIN_VALUE)));
        assertThat(new EventData(Map.of("a", -0.0))).isEqualTo(new EventData(Map.of("a", 0)));
    }

    @Test
    void it_is_a_copy_that_nobody_can_change() {
        Map<String, Object> source = new HashMap<>(Map.of("list", new ArrayList<>(List.of(1))));
        EventData data = new EventData(source);
        source.put("more", true);

        assertThat(data).isEqualTo(new EventData(Map.of("list", List.of(1))));
        assertThatThrownBy(() -> data.members().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    static Stream<Arguments> notData() {
        Object deep = 1;
        for (int i = 0; i < EventData.MAX_DEPTH; i++) {
            deep = Map.of("d", deep);
        }
        return Stream.of(
                Arguments.of(Map.of("a", Map.of("b/c", Double.NaN)), "/a/b~1c: not a finite number"),
                Arguments.of(Map.of("a", List.of("x", "\0")), "/a/1: a text holds a NUL"),
                Arguments.of(Map.of("a", "\ud83d"), "/a: a text holds half a surrogate pair"),
                Arguments.of(Map.of("a\0", 1), "a text holds a NUL"),
                Arguments.of(Map.of("a", new Object()), "/a: not a JSON value: Object"),
                Arguments.of(Map.of("a", new BigDecimal("1E+101")), "/a: a number has more than 100 digits"),
                Arguments.of(
                        Map.of("a", new BigDecimal("1" + "0".repeat(99) + "e100")),
                        "/a: a number has more than 100 digits"),
                Arguments.of(Map.of("a", new BigDecimal("1E-101")), "/a: a number has more than 100 digits"),
                Arguments.of(Map.of("a", "x".repeat(EventData.MAX_SIZE)), "/a: the data is larger than"),
                Arguments.of(Map.of("a", deep), "nested deeper than 64 levels"));
    }

    @ParameterizedTest
    @MethodSource("notData")
    void what_is_not_json_or_too_much_is_refused_naming_its_place(Map<String, Object> members, String said) {
        assertThatThrownBy(() -> new EventData(members))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining(said);
    }
}
