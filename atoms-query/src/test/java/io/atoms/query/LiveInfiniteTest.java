package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Live updates of an infinite query. A page tells the number of the last message that it contains. */
class LiveInfiniteTest {

    record Key() implements InfiniteKey<Long, Integer> {}

    private static final Key KEY = new Key();

    private final Clients it = new Clients(builder -> builder.random(() -> 0.5));
    private final List<LiveConnection> connections = new ArrayList<>();
    private final List<Sinks.Many<Long>> wires = new ArrayList<>();

    /** The number of the last message of the server. */
    private long number = 1;

    private final QueryOptions<InfiniteData<Long, Integer>, InfiniteData<Long, Integer>> options =
            QueryDefinition.<Key, Long, Integer>infinite(
                            Key.class,
                            (key, page, context) ->
                                    Mono.delay(Duration.ofMillis(10), it.clock).map(tick -> number),
                            PageParams.of(0, data -> Optional.of(data.lastParam() + 1)))
                    .onEntryAdded(LiveUpdates.<Key, Long, InfiniteData<Long, Integer>>of(
                                    (key, connection) -> connect(connection),
                                    (data, message) -> data.mapPages(page -> Math.max(page, message)))
                            .sequence(message -> message, LiveInfiniteTest::oldest))
                    .options(KEY)
                    .staleTime(StaleTime.NEVER);

    private Flux<Long> connect(LiveConnection connection) {
        connections.add(connection);
        Sinks.Many<Long> wire = Sinks.many().unicast().onBackpressureBuffer();
        wires.add(wire);
        return wire.asFlux();
    }

    private static long oldest(InfiniteData<Long, Integer> data) {
        return data.pages().stream().mapToLong(page -> page).min().orElse(0);
    }

    private List<Long> pages() {
        return it.client.getQueryData(KEY).orElseThrow().pages();
    }

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    @Test
    void fetchForWhatWasMissed_thatAPageEnds_isMadeAgain() {
        it.client.observe(options).subscribe();
        it.pass(10);
        connections.get(0).opened();
        wires.get(0).tryEmitComplete().orThrow();
        number = 2; // nobody is told
        it.pass(1_000);
        connections.get(1).opened();
        assertThat(it.state(KEY).fetchStatus()).isEqualTo(FetchStatus.FETCHING);

        it.client.fetchNextPage(options).subscribe();
        it.pass(10);
        assertThat(pages()).containsExactly(1L, 2L);

        it.pass(20);
        assertThat(pages()).containsExactly(2L, 2L);
        assertThat(it.state(KEY).fetchStatus()).isEqualTo(FetchStatus.IDLE);
    }
}
