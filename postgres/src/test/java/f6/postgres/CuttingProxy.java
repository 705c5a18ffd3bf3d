package f6.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a store and PostgreSQL, and can lose the answer that says that a transaction is over, and with
/// it the connection. Reads the messages of the server (PostgreSQL documentation, chapter "Message Formats").
final class CuttingProxy implements AutoCloseable {
    private static final int READY_FOR_QUERY = 'Z';
    private static final int NO_TRANSACTION = 'I';

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /// Answers to go; below 1 none is lost.
    private final AtomicInteger untilCut = new AtomicInteger();

    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(int server) throws IOException {
        this.server = server;
        var _ = threads.submit(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Loses the answer that ends the nth transaction from now on, on whatever connection, and all that follow
    /// until [#letPass]: a store that tries again by itself must not hide the loss.
    void cutAtEnd(int nth) {
        untilCut.set(nth);
    }

    void letPass() {
        untilCut.set(0);
    }

    int cuts() {
        return cuts.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket database = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(database);
            var _ = threads.submit(
                    () -> pass(() -> client.getInputStream().transferTo(database.getOutputStream()), client, database));
            var _ = threads.submit(() -> pass(() -> answers(client, database), client, database));
        }
    }

    private interface Passing {
        void run() throws IOException;
    }

    private void pass(Passing passing, Socket client, Socket database) {
        try (client;
                database) {
            passing.run();
        } catch (IOException e) {
            // either side has left: so does the other
        } finally {
            sockets.remove(client);
            sockets.remove(database);
        }
    }

    /// Returns when an answer is lost; what came with it and is not sent yet is lost, too.
    private void answers(Socket client, Socket database) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(database.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), 1 << 20));
        while (true) {
            int type = in.read();
            if (type < 0) {
                return;
            }
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            boolean over = type == READY_FOR_QUERY && body[0] == NO_TRANSACTION;
            if (over && untilCut.getAndUpdate(left -> left > 1 ? left - 1 : left) == 1) {
                cuts.incrementAndGet();
                throw new SocketException("cut");
            }
            out.writeByte(type);
            out.writeInt(length);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.close();
    }
}
