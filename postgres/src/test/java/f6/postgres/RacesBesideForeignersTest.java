package f6.postgres;

import f6.contracts.EventStoreRaces;
import f6.eventstore.store.EventStore;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two nodes race while others hold a transaction id, a snapshot and row locks.
class RacesBesideForeignersTest extends EventStoreRaces {
    @RegisterExtension
    static final TwoPools POOLS = new TwoPools();

    @SuppressWarnings("NullAway.Init") // with the nodes
    private Foreigners foreigners;

    @Override
    protected EventStore emptyStore() {
        return emptyNodes().getFirst();
    }

    @Override
    protected List<EventStore> emptyNodes() {
        String schema = TestServer.freshSchema();
        List<EventStore> nodes = POOLS.nodes(schema);
        foreigners = new Foreigners(schema);
        return nodes;
    }

    @AfterEach
    void leave() throws SQLException, InterruptedException {
        foreigners.leave();
    }
}
