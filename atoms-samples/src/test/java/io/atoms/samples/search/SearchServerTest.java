package io.atoms.samples.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;

/** The client and the server, on a real connection. */
@Timeout(60)
class SearchServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
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
        try (SearchServer server = new SearchServer(pace(Duration.ofMillis(400), 0), 1);
                SearchClient client = new SearchClient(server.address())) {
            Disposable search = client.search("atom").subscribe();
            await().atMost(LIMIT).until(() -> server.received() == 1);
            search.dispose();

            await().atMost(LIMIT).until(() -> server.ended() == 1);
            assertThat(server.gone()).isEqualTo(1);
        }
    }
}
