package f6.benchmarks.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A client that costs next to nothing, for the node is measured on the same machine: one kept connection by
/// HTTP/1.1, one request at a time.
final class Exchange implements AutoCloseable {
    private static final int BOUND_MILLIS = 60_000;
    private static final int BUFFER = 16_384;

    private final URI node;
    private final String head;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean ended;
    private byte[] body = new byte[BUFFER];
    private int length;

    Exchange(URI node, String token) throws IOException {
        this.node = node;
        socket = connect(node);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
        head = " HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: application/json\r\n"
                .formatted(node.getAuthority(), token);
    }

    private static Socket connect(URI node) throws IOException {
        Socket socket = new Socket(node.getHost(), node.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(BOUND_MILLIS);
        return socket;
    }

    private void again() throws IOException {
        socket.close();
        socket = connect(node);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
        ended = false;
    }

    /// @return the status
    int get(String path) throws IOException {
        return send("GET " + path + head + "\r\n");
    }

    /// @return the status
    int post(String path, String json) throws IOException {
        int size = json.getBytes(StandardCharsets.UTF_8).length;
        return send("POST " + path + head + "Content-Type: application/json\r\nContent-Length: " + size + "\r\n\r\n"
                + json);
    }

    /// Of the last answer.
    String body() {
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    private int send(String request) throws IOException {
        if (ended) {
            again();
        }
        out.write(request.getBytes(StandardCharsets.UTF_8));
        length = 0;
        String line = line();
        int status = Integer.parseInt(line.substring(9, 12));
        boolean chunked = false;
        int announced = 0;
        for (line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                announced = Integer.parseInt(line.substring(15).strip());
            } else if (line.regionMatches(true, 0, "Transfer-Encoding: chunked", 0, 26)) {
                chunked = true;
            } else if (line.equalsIgnoreCase("Connection: close")) {
                ended = true;
            }
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                take(size);
                var _ = line();
            }
            var _ = line();
        } else {
            take(announced);
        }
        return status;
    }

    private void take(int size) throws IOException {
        if (length + size > body.length) {
            body = Arrays.copyOf(body, 2 * (length + size));
        }
        if (in.readNBytes(body, length, size) < size) {
            throw new EOFException("the answer was cut off");
        }
        length += size;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer was cut off");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
