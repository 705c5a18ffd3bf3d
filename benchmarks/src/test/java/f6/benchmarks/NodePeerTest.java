package f6.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePeerTest {
    @Test
    void what_a_script_prints_is_read() {
        assertThat(NodePeer.read("{\"rate\":1250,\"p50\":0.5,\"p99\":2.25}\n")).isEqualTo(new Run(1250, 0.5, 2.25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no figures", "{\"rate\":1}", "{\"rate\":\"fast\",\"p50\":1,\"p99\":1}"})
    void anything_else_is_a_failure_of_the_peer(String said) {
        assertThatThrownBy(() -> NodePeer.read(said)).isInstanceOf(BenchFailure.class);
    }
}
