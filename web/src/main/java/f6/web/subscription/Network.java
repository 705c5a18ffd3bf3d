package f6.web.subscription;

import f6.eventstore.event.InvalidValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A range of addresses, as CIDR (RFC 4632) writes it: `10.0.0.0/8`, `fd00::/8`.
public final class Network {
    /// Literals only: a name would mean another network every time.
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    private final String text;
    private final byte[] prefix;
    private final int bits;

    private Network(String text, byte[] prefix, int bits) {
        this.text = text;
        this.prefix = prefix;
        this.bits = bits;
    }

    /// @throws InvalidValue when it is none
    public static Network of(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length <= 2 && ADDRESS.matcher(parts[0]).matches()) {
                byte[] address = InetAddress.getByName(parts[0]).getAddress();
                String length = parts.length == 2 ? parts[1] : String.valueOf(address.length * Byte.SIZE);
                if (LENGTH.matcher(length).matches() && Integer.parseInt(length) <= address.length * Byte.SIZE) {
                    return new Network(text, address, Integer.parseInt(length));
                }
            }
        } catch (UnknownHostException e) {
            // told below
        }
        throw new InvalidValue("'%.60s' is no network: write one as 10.0.0.0/8 or fd00::/8".formatted(text));
    }

    boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int left = bits % Byte.SIZE;
        return Arrays.equals(bytes, 0, whole, prefix, 0, whole)
                && (left == 0 || ((bytes[whole] ^ prefix[whole]) >> (Byte.SIZE - left)) == 0);
    }

    @Override
    public String toString() {
        return text;
    }
}
