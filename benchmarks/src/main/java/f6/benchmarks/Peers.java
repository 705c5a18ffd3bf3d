package f6.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The peers that were asked for.
final class Peers implements AutoCloseable {
    /// By the name that `--peers` takes.
    enum Name {
        AXON,
        PEKKO,
        DCB,
        EMMETT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final List<Peer> peers = new ArrayList<>();

    /// Opens those that can be opened; of the others is told that they failed.
    static Peers open(Site site, List<Name> names, Report report) {
        Peers opened = new Peers();
        for (Name name : names) {
            var _ = attempt(name.word(), report, () -> opened.peers.add(open(site, name, report)));
        }
        return opened;
    }

    private static Peer open(Site site, Name name, Report report) {
        return switch (name) {
            case AXON -> new AxonPeer(site);
            case PEKKO -> new PekkoPeer(site);
            case DCB -> NodePeer.dcb(site, NodePackages.fetch(report));
            case EMMETT -> NodePeer.emmett(site, NodePackages.fetch(report));
        };
    }

    /// Stores as many events in each as F6 holds. One that fails is left out.
    void fill(int events, Report report) {
        for (Peer peer : List.copyOf(peers)) {
            report.progress("storing as many in " + peer.product());
            if (!attempt(peer.product(), report, () -> peer.fill(events))) {
                peers.remove(peer);
                peer.close();
            }
        }
    }

    private static boolean attempt(String who, Report report, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException e) { // of any kind: it is others' code
            report.failure("%s: %s".formatted(who, e.getMessage()));
            return false;
        }
    }

    List<Peer> all() {
        return peers;
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
    }
}
