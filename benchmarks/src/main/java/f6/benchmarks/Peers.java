package f6.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

        private boolean needsNode() {
            return this == DCB || this == EMMETT;
        }
    }

    private final List<Peer> peers = new ArrayList<>();

    static Peers open(Site site, List<Name> names, Report report) {
        Peers opened = new Peers();
        Optional<NodePackages> packages =
                names.stream().anyMatch(Name::needsNode) ? NodePackages.fetch(report) : Optional.empty();
        for (Name name : names) {
            if (name.needsNode() && packages.isEmpty()) {
                report.failure(name.word() + ": needs node and npm on the PATH; leave it out of --peers to do without");
                continue;
            }
            opened.peers.add(
                    switch (name) {
                        case AXON -> new AxonPeer(site);
                        case PEKKO -> new PekkoPeer(site);
                        case DCB -> NodePeer.dcb(site, packages.orElseThrow());
                        case EMMETT -> NodePeer.emmett(site, packages.orElseThrow());
                    });
        }
        return opened;
    }

    List<Peer> all() {
        return peers;
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
    }
}
