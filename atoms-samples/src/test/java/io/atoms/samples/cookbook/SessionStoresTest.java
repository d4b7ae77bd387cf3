package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.SessionStores.ADD;
import static io.atoms.samples.cookbook.SessionStores.CART;
import static io.atoms.samples.cookbook.SessionStores.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.atoms.AtomStore;
import io.atoms.samples.cookbook.SessionStores.Browser;
import io.atoms.samples.cookbook.SessionStores.Session;
import io.atoms.samples.cookbook.SessionStores.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionStoresTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Sessions sessions = new Sessions(AtomStore::create, nanos::get);

    @AfterEach
    void close() {
        sessions.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Nested
    class Stores {
        @Test
        void knownId_isTheSameStore_anotherIdANewOne() {
            Session first = sessions.resume("");
            first.store().run(ADD, "apple");

            assertThat(sessions.resume(first.id()).store()).isSameAs(first.store());
            Session chosen = sessions.resume("my own id");
            assertThat(chosen.id()).isNotEqualTo("my own id");
            assertThat(chosen.store().get(CART)).isEmpty();
        }

        @Test
        void ended_isClosed() {
            Session session = sessions.resume("");
            sessions.end(session.id());

            assertThat(session.store().isClosed()).isTrue();
            assertThat(sessions.resume(session.id()).store().get(COUNT)).isZero();
        }

        @Test
        void unusedForHalfAnHour_isClosed() {
            Session used = sessions.resume("");
            Session unused = sessions.resume("");
            pass(Duration.ofMinutes(20));
            sessions.resume(used.id());
            pass(Duration.ofMinutes(10));

            assertThat(sessions.resume(used.id()).store()).isSameAs(used.store());
            assertThat(sessions.resume(unused.id()).store()).isNotSameAs(unused.store());
            assertThat(unused.store().isClosed()).isTrue();
            assertThat(used.store().isClosed()).isFalse();
        }

        @Test
        void close_closesAll() {
            List<Session> all =
                    IntStream.range(0, 5).mapToObj(i -> sessions.resume("")).toList();
            sessions.close();
            assertThat(all).allMatch(session -> session.store().isClosed());
        }
    }

    @Nested
    class OverHttp {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private HttpServer server;

        @BeforeEach
        void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/cart/", exchange -> SessionStores.handle(exchange, sessions));
            server.start();
        }

        @AfterEach
        void stop() {
            server.stop(0);
            threads.shutdown();
        }

        @Test
        void sessions_shareNothing() {
            Browser ada = new Browser(server);
            Browser bob = new Browser(server);
            assertThat(ada.ask("POST", "apple")).isEqualTo("1 in the cart");
            assertThat(bob.ask("GET", "")).isEqualTo("[]");
            assertThat(ada.ask("GET", "")).isEqualTo("[apple]");
        }

        @Test
        void requestsOfOneSession_atOnce_loseNothing() {
            Browser ada = new Browser(server);
            ada.ask("GET", "");
            IntStream.range(0, 50).parallel().forEach(i -> ada.ask("POST", "apple"));
            assertThat(ada.ask("POST", "apple")).isEqualTo("51 in the cart");
        }

        @Test
        void ended_beginsAnew() {
            Browser ada = new Browser(server);
            ada.ask("POST", "apple");
            assertThat(ada.ask("DELETE", "")).isEqualTo("goodbye");
            assertThat(ada.ask("GET", "")).isEqualTo("[]");
            assertThat(ada.ask("PUT", "")).isEqualTo("GET, POST or DELETE");
        }
    }
}
