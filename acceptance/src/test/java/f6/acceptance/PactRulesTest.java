package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A rule that lets all pass proves nothing: each tells what fits from what does not.
class PactRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # expected                | actual                            | rules                                              | fits
        {"a": 1}                  | {"a": 1, "b": 2}                  | {}                                                 | true
        {"a": 1}                  | {"a": 1.0}                        | {}                                                 | true
        {"a": 1}                  | {"a": 2}                          | {}                                                 | false
        {"a": 1}                  | {"b": 1}                          | {}                                                 | false
        {"a": null}               | {}                                | {}                                                 | false
        {"a": "1"}                | {"a": 1}                          | {}                                                 | false
        {}                        | {"a": 1}                          | {}                                                 | true
        {}                        | []                                | {}                                                 | false
        []                        | [1]                               | {}                                                 | false
        [1, 2]                    | [2, 1]                            | {}                                                 | false
        {"a": 1}                  | {"a": 2}                          | {"$.body.a": {"match": "type"}}                    | true
        {"a": 1}                  | {"a": "2"}                        | {"$.body.a": {"match": "type"}}                    | false
        {"a": [{}]}               | {"a": [{"b": 1}, {"c": 2}]}       | {"$.body.a": {"match": "type"}}                    | true
        {"a": [{"b": 1}]}         | {"a": [{"b": 2}, {"c": 2}]}       | {"$.body.a": {"match": "type"}}                    | false
        {"a": {"b": 1}}           | {"a": {"b": 7}}                   | {"$.body.a": {"match": "type"}}                    | true
        {"a": [{"b": 1}]}         | {"a": []}                         | {"$.body.a": {"min": 1}}                           | false
        {"a": [{"b": 1}]}         | {"a": [{"b": 2}, {"b": "x"}]}     | {"$.body.a": {"min": 1}, "$.body.a[*].*": {"match": "type"}} | false
        {"a": [{"b": 1}]}         | {"a": [{"b": 2}, {"b": 3}]}       | {"$.body.a": {"min": 1}, "$.body.a[*].*": {"match": "type"}} | true
        [{"a": 1, "b": 1}]        | [{"a": 2, "b": 1}]                | {"$.body[0].a": {"match": "type"}}                 | true
        [{"a": 1, "b": 1}]        | [{"a": 2, "b": 2}]                | {"$.body[0].a": {"match": "type"}}                 | false
        {"a": "x"}                | {"a": "yes 1"}                    | {"$.body.a": {"match": "regex", "regex": "\\\\d"}} | true
        {"a": "x"}                | {"a": "no"}                       | {"$.body.a": {"match": "regex", "regex": "\\\\d"}} | false
        """)
    void what_fits_is_told_from_what_does_not(String expected, String actual, String rules, boolean fits) {
        assertThat(PactRules.of(StartedPlatform.JSON.readTree(rules))
                        .mismatches(StartedPlatform.JSON.readTree(expected), StartedPlatform.JSON.readTree(actual))
                        .isEmpty())
                .isEqualTo(fits);
    }
}
