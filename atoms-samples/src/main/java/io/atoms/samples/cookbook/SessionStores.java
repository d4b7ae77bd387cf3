package io.atoms.samples.cookbook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The recipe of {@code docs/cookbook/session-stores.md}. */
final class SessionStores {
    private SessionStores() {}

    // tag::state
    static final PrimitiveAtom<List<String>> CART = Atom.of(List.<String>of()).named("cart");
    static final Atom<Integer> COUNT = Atom.map(CART, List::size).named("count");

    static final ActionAtom<String, Integer> ADD = Atom.<String, Integer>action((set, fruit) -> {
                set.update(
                        CART,
                        cart -> Stream.concat(cart.stream(), Stream.of(fruit)).toList());
                return set.get(COUNT);
            })
            .named("add");
    // end::state

    // tag::sessions
    record Session(String id, AtomStore store) {}

    /** Stores of sessions. One that was not used for half an hour ends, and its store is closed. */
    static final class Sessions implements AutoCloseable {
        private final Supplier<AtomStore> factory;
        private final Cache<String, AtomStore> stores;

        Sessions(Supplier<AtomStore> factory, Ticker clock) {
            this.factory = factory;
            this.stores = Caffeine.newBuilder()
                    .expireAfterAccess(Duration.ofMinutes(30))
                    .maximumSize(10_000)
                    .ticker(clock)
                    .scheduler(Scheduler.systemScheduler())
                    .executor(Runnable::run)
                    .<String, AtomStore>removalListener(
                            (id, store, cause) -> Objects.requireNonNull(store).close())
                    .build();
        }

        /** Goes on with a session, or begins one with an id of our own: nobody chooses the id of a session. */
        Session resume(String id) {
            AtomStore store = stores.getIfPresent(id);
            return store == null ? begin(UUID.randomUUID().toString()) : new Session(id, store);
        }

        private Session begin(String id) {
            return new Session(id, stores.get(id, fresh -> factory.get()));
        }

        void end(String id) {
            stores.invalidate(id);
        }

        @Override
        public void close() {
            stores.invalidateAll();
        }
    }
    // end::sessions

    // tag::http
    static void handle(HttpExchange exchange, Sessions sessions) throws IOException {
        Session session = sessions.resume(cookie(exchange));
        exchange.getResponseHeaders().set("Set-Cookie", "session=" + session.id() + "; Path=/; HttpOnly; SameSite=Lax");
        String fruit = exchange.getRequestURI().getPath().substring("/cart/".length());
        try {
            switch (exchange.getRequestMethod()) {
                case "GET" -> answer(exchange, 200, session.store().get(CART).toString());
                case "POST" -> answer(exchange, 200, session.store().run(ADD, fruit) + " in the cart");
                case "DELETE" -> {
                    sessions.end(session.id());
                    answer(exchange, 200, "goodbye");
                }
                default -> answer(exchange, 405, "GET, POST or DELETE");
            }
        } catch (StoreClosedException e) { // another request has just ended it
            answer(exchange, 410, "the session has ended");
        }
    }
    // end::http

    private static final Pattern COOKIE = Pattern.compile("(?:^|; *)session=([^;]+)");

    private static String cookie(HttpExchange exchange) {
        Matcher cookie =
                COOKIE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
        return cookie.find() ? cookie.group(1) : "";
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    static void using(PrintStream out) throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // tag::using
        Sessions sessions = new Sessions(AtomStore::create, Ticker.systemTicker());
        server.setExecutor(threads); // from Java 21 on, Executors.newVirtualThreadPerTaskExecutor()
        server.createContext("/cart/", exchange -> handle(exchange, sessions));
        server.start();

        Browser ada = new Browser(server);
        Browser bob = new Browser(server);
        out.println("ada: " + ada.ask("POST", "apple") + ", " + ada.ask("POST", "pear"));
        out.println("bob: " + bob.ask("POST", "plum") + ", " + bob.ask("GET", ""));
        out.println("ada: " + ada.ask("GET", "") + ", " + ada.ask("DELETE", "") + ", " + ada.ask("GET", ""));
        // end::using
        server.stop(0);
        threads.shutdown();
        sessions.close();
    }

    /** A client with cookies of its own. */
    static final class Browser {
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private final URI uri;

        Browser(HttpServer server) {
            uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/cart/");
        }

        String ask(String method, String fruit) {
            HttpRequest request = HttpRequest.newBuilder(uri.resolve(fruit))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return http.sendAsync(request, BodyHandlers.ofString())
                    .thenApply(response -> response.body())
                    .join();
        }
    }
}
