package f6.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// HTTP as bytes, so that a request may be wrong in every way.
final class RawHttp {
    private static final int BOUND_MILLIS = 30_000;
    private static final int MAX_BODY = 1 << 20;

    private RawHttp() {}

    /// @param status 0 when the connection was closed without a word
    record Response(int status, String head, String body) {}

    /// @param ended whether the client says that no more comes
    static Response send(URI node, byte[] request, boolean ended) throws IOException {
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            socket.setSoTimeout(BOUND_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                out.flush();
                if (ended) {
                    socket.shutdownOutput();
                }
            } catch (SocketException e) {
                // It answered before it had read all.
            }
            return read(socket.getInputStream());
        }
    }

    private static Response read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            byte[] part = new byte[8_192];
            for (int read = in.read(part); read >= 0 && bytes.size() < MAX_BODY; read = in.read(part)) {
                bytes.write(part, 0, read);
                if (isStream(bytes)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer in time, but " + bytes.toString(StandardCharsets.UTF_8), e);
        } catch (SocketException e) {
            // What came before counts.
        }
        String all = bytes.toString(StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (!all.startsWith("HTTP/1.1 ") || end < 0) {
            return new Response(0, all, "");
        }
        String head = all.substring(0, end);
        String body = all.substring(end + 4);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        return new Response(Integer.parseInt(all.substring(9, 12)), head, chunked ? joined(body) : body);
    }

    /// Near enough for a look at what is said: sizes count bytes, which are taken for characters here.
    private static String joined(String chunks) {
        return chunks.replaceAll("(?m)^[0-9a-fA-F]{1,8}\r\n", "").replace("\r\n", "");
    }

    /// A tail does not end by itself.
    private static boolean isStream(ByteArrayOutputStream bytes) {
        return bytes.size() < 4_096
                && bytes.toString(StandardCharsets.UTF_8)
                        .toLowerCase(Locale.ROOT)
                        .contains("text/event-stream");
    }
}
