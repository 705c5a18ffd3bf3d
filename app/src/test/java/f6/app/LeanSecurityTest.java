package f6.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeanSecurityTest {
    /// As Spring Security has it.
    private static final Pattern ASSIGNED_AND_NO_CONTROL = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "a\tb",
                "a\u0000",
                "a\u007f",
                "é",
                "\u0080",
                "\u009f",
                "\u0378",
                "\ud83d\ude00",
                "\ud83d",
                "\uffff",
                "naïef ~"
            })
    void text_is_what_the_regular_expression_takes(String text) {
        assertThat(LeanSecurity.isText(text))
                .isEqualTo(ASSIGNED_AND_NO_CONTROL.matcher(text).matches());
    }
}
