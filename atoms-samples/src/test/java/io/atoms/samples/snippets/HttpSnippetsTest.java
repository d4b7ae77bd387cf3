package io.atoms.samples.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.atoms.query.LiveUpdates;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.StaleTime;
import io.atoms.samples.snippets.HttpSnippets.StatusException;
import io.atoms.samples.snippets.HttpSnippets.UserKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions of the page on HTTP, against a server. */
class HttpSnippetsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final QueryClient client = QueryClient.create();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private URI uri;

    /** What the next answers are; 200 after that. */
    private volatile int[] statuses = {};

    enum Way {
        JDK,
        NETTY,
        BLOCKING
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serverThreads);
        server.createContext("/users/", this::user);
        server.createContext("/changes", this::changes);
        server.start();
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        client.close();
        ended.countDown();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    private void user(HttpExchange exchange) throws IOException {
        int number = requests.getAndIncrement();
        int status = number < statuses.length ? statuses[number] : 200;
        answer(exchange, status, "user " + exchange.getRequestURI().getPath().substring(7));
    }

    /** Stays open until the test ends. */
    private void changes(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": hello\n\ndata: b\n\ndata: c\n\n".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
        }
    }

    private reactor.netty.http.client.HttpClient netty() {
        return reactor.netty.http.client.HttpClient.newConnection().baseUrl(uri.toString());
    }

    private QueryDefinition<UserKey, String> definition(Way way) {
        return switch (way) {
            case JDK -> HttpSnippets.jdk(HttpClient.newHttpClient(), uri);
            case NETTY -> HttpSnippets.netty(netty());
            case BLOCKING -> HttpSnippets.blocking(HttpClient.newHttpClient(), uri, HttpSnippets.virtualThreads());
        };
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void answer_isTheData_andIsCached(Way way) {
        var options = definition(way).options(new UserKey(7)).staleTime(StaleTime.NEVER);
        assertThat(client.fetchBlocking(options, LONG)).isEqualTo("user 7");
        assertThat(client.fetchBlocking(options, LONG)).isEqualTo("user 7");
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void otherStatus_isAnError_thatIsNotTriedAgainIfItIsOurFault(Way way) {
        statuses = new int[] {404};
        var options = definition(way).options(new UserKey(7)).retry(HttpSnippets.UNLESS_OUR_FAULT);
        assertThatThrownBy(() -> client.fetchBlocking(options, LONG))
                .isInstanceOf(StatusException.class)
                .hasMessage("The server answered 404.");
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void faultOfTheServer_isTriedAgain(Way way) {
        statuses = new int[] {503, 500};
        var options = definition(way).options(new UserKey(7)).retry(HttpSnippets.UNLESS_OUR_FAULT.delay(Duration.ZERO));
        assertThat(client.fetchBlocking(options, LONG)).isEqualTo("user 7");
        assertThat(requests).hasValue(3);
    }

    /** The letters are numbers: the user has one, the events are the second and the third. */
    @Test
    void events_areFoldedIntoTheData() {
        var definition = definition(Way.NETTY)
                .onEntryAdded(LiveUpdates.<UserKey, String, String>of(
                                (key, connection) -> HttpSnippets.events(netty(), connection), String::concat)
                        .sequence(event -> event.charAt(0) - 'a' + 1, user -> user.length() - "user ".length()));
        var observed = client.observe(definition.options(new UserKey(7)).staleTime(StaleTime.NEVER))
                .subscribe();
        await().atMost(LONG)
                .until(() -> client.getQueryData(new UserKey(7))
                        .filter("user 7bc"::equals)
                        .isPresent());
        observed.dispose();
        assertThat(requests).hasValue(1);
    }
}
