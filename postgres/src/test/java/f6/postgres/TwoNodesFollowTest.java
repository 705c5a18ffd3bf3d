package f6.postgres;

import f6.contracts.FollowContract;
import f6.eventstore.store.EventStore;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoNodesFollowTest extends FollowContract {
    @RegisterExtension
    static final TwoPools POOLS = new TwoPools();

    @Override
    protected EventStore emptyStore() {
        return emptyNodes().getFirst();
    }

    @Override
    protected List<EventStore> emptyNodes() {
        return POOLS.nodes(TestServer.freshSchema());
    }
}
