package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Behaviours 39 to 41: infinite queries. */
class BehavioursPagesTest {

    record Key(String name) implements InfiniteKey<Integer, Integer> {}

    private final Clients it = new Clients();
    private final List<Integer> asked = new ArrayList<>();

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    /** Pages that are what they are asked by. */
    private QueryOptions<InfiniteData<Integer, Integer>, InfiniteData<Integer, Integer>> options(
            long millis, PageParams<Integer, Integer> params) {
        return QueryDefinition.infinite(
                        Key.class,
                        (key, param, context) -> {
                            asked.add(param);
                            return Mono.delay(Duration.ofMillis(millis), it.clock)
                                    .thenReturn(param);
                        },
                        params)
                .options(new Key("key"));
    }

    @Test
    void b39_maxPages_dropsAtTheOtherEnd_andARefetchTakesWhatIsKept() {
        var options = options(
                10,
                PageParams.<Integer, Integer>of(1, data -> Optional.of(data.lastParam() + 1))
                        .previous(data -> Optional.of(data.firstParam() - 1))
                        .maxPages(2));
        Disposable observed = it.client.observe(options).subscribe();
        it.pass(10);
        assertThat(pages()).containsExactly(1);
        it.client.fetchNextPage(options).subscribe();
        it.pass(10);
        assertThat(pages()).containsExactly(1, 2);
        it.client.fetchPreviousPage(options).subscribe();
        it.pass(10);
        assertThat(pages()).containsExactly(0, 1);
        it.client.fetchPreviousPage(options).subscribe();
        it.pass(10);
        assertThat(pages()).containsExactly(-1, 0);
        it.client.fetchNextPage(options).subscribe();
        it.pass(10);
        assertThat(pages()).containsExactly(0, 1);

        asked.clear();
        it.client.refetch(QueryFilters.all());
        it.pass(100);
        assertThat(asked).containsExactly(0, 1);
        assertThat(pages()).containsExactly(0, 1);
        observed.dispose();
    }

    @Test
    void b40_prefetchOfPages_endsWhereTheyEnd() {
        AtomicInteger nexts = new AtomicInteger();
        var options = options(10, PageParams.cursor(10, page -> {
            nexts.incrementAndGet();
            return page < 20 ? Optional.of(page + 5) : Optional.empty();
        }));
        it.client.fetchPages(options, 5).subscribe();
        it.pass(1_000);
        assertThat(pages()).containsExactly(10, 15, 20);
        assertThat(asked).containsExactly(10, 15, 20);
        assertThat(nexts).hasValue(3);
    }

    @Test
    void b41_cancelledRefetch_keepsThePages_andCallsNoOther() {
        var options = options(10, PageParams.of(1, data -> Optional.of(data.lastParam() + 1)));
        it.client.fetchPages(options, 2).subscribe();
        it.pass(20);
        asked.clear();
        it.client.refetch(QueryFilters.all());
        it.pass(5);
        assertThat(asked).containsExactly(1);
        it.client.cancel(QueryFilters.all());
        it.pass(1_000);
        assertThat(asked).containsExactly(1);
        assertThat(pages()).containsExactly(1, 2);
        assertThat(it.state(new Key("key")).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        assertThat(it.state(new Key("key")).status()).isEqualTo(QueryStatus.SUCCESS);
    }

    private List<Integer> pages() {
        return it.client.getQueryData(new Key("key")).orElseThrow().pages();
    }
}
