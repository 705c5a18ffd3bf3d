package f6.web.subscription;

import f6.eventstore.event.InvalidValue;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Where webhooks may be: on the public Internet by HTTPS, and in networks that the operator allows, there by HTTP
/// too. Otherwise whoever may make a subscription could have the node ask what only the node can reach
/// (server-side request forgery).
///
/// @param allowed although they are not public
public record TargetRules(List<Network> allowed) {
    /// Not global by the registries of special-purpose addresses (RFC 6890 and its updates), multicast, and what
    /// translates to IPv4 (RFC 6052, 3056, 4380), behind which any of the former may be.
    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3")
            .map(Network::of)
            .toList();
    /// The only part of IPv6 that is given out for public use.
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    private static final List<Network> NOT_PUBLIC_6 = Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
            .map(Network::of)
            .toList();

    public TargetRules {
        allowed = List.copyOf(allowed);
    }

    /// @throws InvalidValue saying why it may not be a target
    void require(URI target) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(target.getHost());
        } catch (UnknownHostException e) {
            throw new InvalidValue("no host of that name is known: %.200s".formatted(target.getHost()));
        }
        require(addresses, !"https".equalsIgnoreCase(target.getScheme()));
    }

    /// @param plain whether by HTTP
    void require(InetAddress[] addresses, boolean plain) {
        for (InetAddress address : addresses) {
            boolean named = allowed.stream().anyMatch(network -> network.holds(address));
            InvalidValue.require(
                    named || isPublic(address),
                    "webhooks may not be at the address %s, which is not public; the operator can allow a network"
                                    .formatted(address.getHostAddress())
                            + " with --allow-webhooks-to");
            InvalidValue.require(
                    named || !plain,
                    "webhooks are asked by https; plain http only in networks that the operator allows with"
                            + " --allow-webhooks-to");
        }
        InvalidValue.require(addresses.length > 0, "the host has no address");
    }

    private static boolean isPublic(InetAddress address) {
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        if (special) {
            return false;
        }
        return address.getAddress().length == 4
                ? NOT_PUBLIC.stream().noneMatch(network -> network.holds(address))
                : GLOBAL_UNICAST.holds(address) && NOT_PUBLIC_6.stream().noneMatch(network -> network.holds(address));
    }

    @Override
    public String toString() {
        return Arrays.toString(allowed.toArray());
    }
}
