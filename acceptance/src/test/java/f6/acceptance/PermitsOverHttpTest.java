package f6.acceptance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PermitsOverHttpTest extends PermitScenarios {
    @SuppressWarnings("NullAway.Init") // before all tests
    private static StartedNode node;

    @BeforeAll
    static void start() {
        node = StartedNode.start(
                StartedNode.freshFolder(),
                "--zone",
                StartedNode.HOME
                        .resolve("examples/woudendijk/omgevingsvergunningen.yaml")
                        .toString());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Override
    ZoneDriver zone() {
        return new HttpDriver(node, "omgevingsvergunningen", node::token, "behandelaar");
    }
}
