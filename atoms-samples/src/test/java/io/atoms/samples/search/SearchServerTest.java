package io.atoms.samples.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The client and the server, on a real connection. */
@Timeout(300)
class SearchServerTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ZERO = Duration.ZERO;

    private static Pace pace(Duration latency, int errors) {
        return new Pace(ZERO, ZERO, ZERO, latency, errors);
    }

    @Test
    void search_findsWords() throws IOException {
        try (SearchServer server = new SearchServer(pace(ZERO, 0), 1);
                SearchClient client = new SearchClient(server.address())) {
            assertThat(server.address()).hasHost("127.0.0.1");
            assertThat(client.search("atl").block(LIMIT))
                    .isEqualTo(new Answer("atl", List.of("atlantic", "atlantis", "atlas")));
            assertThat(client.search("a b&c=ä%").block(LIMIT)).isEqualTo(new Answer("a b&c=ä%", List.of()));
            assertThat(server.received()).isEqualTo(2);
        }
    }

    @Test
    void refusal_isAnError() throws IOException {
        try (SearchServer server = new SearchServer(pace(ZERO, 100), 1);
                SearchClient client = new SearchClient(server.address())) {
            assertThatThrownBy(() -> client.search("atl").block(LIMIT))
                    .isInstanceOf(SearchFailedException.class)
                    .hasMessage("the server answered 503");
        }
    }

    @Test
    void noServer_isAnError() {
        try (SearchClient client = new SearchClient(URI.create("http://127.0.0.1:1/search?q="))) {
            assertThatThrownBy(() -> client.search("atl").block(LIMIT))
                    .isInstanceOf(SearchFailedException.class)
                    .hasMessageStartingWith("no answer came: ");
        }
    }

    @Test
    void cancel_closesTheConnection() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                SearchClient client =
                        new SearchClient(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/search?q="))) {
            server.setSoTimeout((int) LIMIT.toMillis());
            Disposable search = client.search("atom").subscribe();
            try (Socket connection = server.accept()) {
                connection.setSoTimeout((int) LIMIT.toMillis());
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
                String line = request.readLine();
                assertThat(line).isEqualTo("GET /search?q=atom HTTP/1.1");
                while (!line.isEmpty()) {
                    line = request.readLine();
                }
                search.dispose();

                assertThat(request.readLine()).isNull();
            }
        }
    }

    @Test
    void clientThatHasGone_isNoticed() throws IOException {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        try (SearchServer server = new SearchServer(pace(SECOND, 0), 1, time)) {
            try (Socket client =
                    new Socket(server.address().getHost(), server.address().getPort())) {
                client.setSoLinger(true, 0); // to close is to reset the connection, at once
                client.getOutputStream().write("GET /search?q=atom HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
                await().atMost(LIMIT).until(() -> server.received() == 1);
            }

            await().atMost(LIMIT).until(() -> {
                time.advanceTimeBy(SECOND);
                return server.ended() == 1;
            });
            assertThat(server.gone()).isEqualTo(1);
        }
    }
}
