package io.atoms.samples.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A server of this machine that finds {@link Words}, slowly, and refuses some requests. What it does to a request
 * depends on the seed, the query and how often that was asked before, not on the order of requests.
 *
 * <p>It answers in pieces, so it notices a client that has gone.
 */
final class SearchServer implements AutoCloseable {

    private static final byte[] HOST = {127, 0, 0, 1};
    private static final String QUERY = "q=";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int THREADS = 2;

    private final Pace pace;
    private final long seed;
    private final Scheduler time;
    private final HttpServer server;
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    /** Listens on any free port, with threads of its own. */
    SearchServer(Pace pace, long seed) throws IOException {
        this(
                pace,
                seed,
                Schedulers.fromExecutorService(
                        Executors.newScheduledThreadPool(THREADS, Daemons.named("search-server"))));
    }

    /**
     * Listens on any free port.
     *
     * @param time runs all that it does, and measures how long it takes; it is disposed with the server
     */
    SearchServer(Pace pace, long seed, Scheduler time) throws IOException {
        this.pace = pace;
        this.seed = seed;
        this.time = time;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(HOST), 0), 0);
        server.createContext("/search", this::handle);
        server.setExecutor(time::schedule);
        server.start();
    }

    /** Where a query is to be appended. */
    URI address() {
        InetSocketAddress address = server.getAddress();
        return URI.create(
                "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/search?" + QUERY);
    }

    /** How many requests have come. */
    int received() {
        return received.get();
    }

    /** How many of them have been dealt with. */
    int ended() {
        return answered.get() + gone.get();
    }

    /** How many clients had closed the connection before they had the whole answer. */
    int gone() {
        return gone.get();
    }

    private void handle(HttpExchange exchange) {
        received.incrementAndGet();
        String raw = exchange.getRequestURI().getRawQuery();
        String query = URLDecoder.decode(raw.substring(QUERY.length()), UTF_8);
        SplittableRandom random = new SplittableRandom(Objects.hash(seed, query, asked.merge(query, 1, Integer::sum)));
        int status = pace.refuses(random) ? UNAVAILABLE : OK;
        long nanos = pace.randomLatency(random).toNanos();
        time.schedule(() -> respond(exchange, query, status), nanos, TimeUnit.NANOSECONDS);
    }

    private void respond(HttpExchange exchange, String query, int status) {
        try (exchange) {
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                write(body, query);
                for (String word : status == OK ? Words.matching(query) : List.<String>of()) {
                    write(body, word);
                }
            }
            answered.incrementAndGet();
        } catch (IOException clientHasGone) {
            gone.incrementAndGet();
        }
    }

    private static void write(OutputStream body, String line) throws IOException {
        body.write((line + "\n").getBytes(UTF_8));
        body.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        time.dispose();
    }
}
