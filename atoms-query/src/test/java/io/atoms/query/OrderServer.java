package io.atoms.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A server that does what it is asked to do once for each idempotency key. A request is a line with the key and the order;
 * it answers with a line. One order can be withheld its answers: the server has done it, and nobody knows.
 */
final class OrderServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Map<String, String> done = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private volatile String withheld = "";

    /** Released when the order whose answer is withheld has been asked for. */
    final CountDownLatch asked = new CountDownLatch(1);

    OrderServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "order server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    void withhold(String order) {
        withheld = order;
    }

    /** What it has done, in order. */
    synchronized List<String> done() {
        return List.copyOf(done.values());
    }

    /** All it was asked, repetitions too. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread thread = new Thread(() -> answer(client), "request");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // it was closed
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            String line = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                return;
            }
            String order = line.substring(line.indexOf(' ') + 1);
            synchronized (this) {
                requests.add(order);
                done.putIfAbsent(line.substring(0, line.indexOf(' ')), order);
            }
            if (order.equals(withheld)) {
                asked.countDown();
                int unused = client.getInputStream().read(); // until the other end is gone
                return;
            }
            client.getOutputStream().write("done\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the other end is gone
        }
    }

    /** In the client: asks, and waits for the answer. */
    static String ask(int port, String idempotencyKey, String order) {
        try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
            to.getOutputStream().write((idempotencyKey + " " + order + "\n").getBytes(StandardCharsets.UTF_8));
            String answer =
                    new BufferedReader(new InputStreamReader(to.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (answer == null) {
                throw new IOException("no answer");
            }
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
