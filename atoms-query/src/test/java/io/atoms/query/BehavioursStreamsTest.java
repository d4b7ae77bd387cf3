package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Behaviour 46: streamed queries. */
class BehavioursStreamsTest {
    private final Clients it = new Clients();
    private final ListKey<List<Long>> key = ListKey.of("stream");
    private final List<QueryResult<List<Long>>> seen = new ArrayList<>();

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    /** 0, 1, 2 and so on, one every 50 ms. */
    private QueryOptions<List<Long>, List<Long>> chunks(int count, StreamRefetchMode mode) {
        return QueryOptions.stream(
                key,
                context -> Flux.interval(Duration.ofMillis(50), it.clock).take(count),
                List.of(),
                BehavioursStreamsTest::add,
                mode);
    }

    static List<Long> add(List<Long> list, Long chunk) {
        List<Long> more = new ArrayList<>(list);
        more.add(chunk);
        return List.copyOf(more);
    }

    private void observe(QueryOptions<List<Long>, List<Long>> options) {
        it.client.observe(options).subscribe(seen::add);
    }

    private QueryResult<List<Long>> last() {
        return seen.get(seen.size() - 1);
    }

    private void assertShows(QueryStatus status, FetchStatus fetchStatus, Long... data) {
        assertThat(last().status()).isEqualTo(status);
        assertThat(last().info().fetchStatus()).isEqualTo(fetchStatus);
        assertThat(last().dataOrNull()).isEqualTo(status == QueryStatus.PENDING ? null : List.of(data));
    }

    @Test
    void b46_chunks_areShownAsTheyCome() {
        observe(chunks(3, StreamRefetchMode.RESET));
        assertShows(QueryStatus.PENDING, FetchStatus.FETCHING);
        it.pass(49);
        assertShows(QueryStatus.PENDING, FetchStatus.FETCHING);
        it.pass(1);
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 0L);
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 0L, 1L);
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.IDLE, 0L, 1L, 2L);
    }

    @Test
    void b46_reset_goesBackToPending() {
        observe(chunks(2, StreamRefetchMode.RESET));
        it.pass(100);
        it.client.refetch(QueryFilters.all());
        assertShows(QueryStatus.PENDING, FetchStatus.FETCHING);
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 0L);
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.IDLE, 0L, 1L);
    }

    @Test
    void b46_append_addsToWhatIsThere() {
        observe(chunks(2, StreamRefetchMode.APPEND));
        it.pass(100);
        it.client.refetch(QueryFilters.all());
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 0L, 1L);
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 0L, 1L, 0L);
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.IDLE, 0L, 1L, 0L, 1L);
    }

    @Test
    void b46_replace_showsTheOldDataUntilTheEnd() {
        observe(chunks(2, StreamRefetchMode.REPLACE));
        it.pass(50);
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 0L); // there is no old data yet
        it.pass(50);
        it.client.setQueryData(key, List.of(7L));
        it.client.refetch(QueryFilters.all());
        it.pass(99);
        assertShows(QueryStatus.SUCCESS, FetchStatus.FETCHING, 7L);
        it.pass(1);
        assertShows(QueryStatus.SUCCESS, FetchStatus.IDLE, 0L, 1L);
    }

    @Test
    void b46_emptyStream_isTheSeed() {
        observe(QueryOptions.stream(key, context -> Flux.empty(), List.of(), BehavioursStreamsTest::add));
        assertShows(QueryStatus.SUCCESS, FetchStatus.IDLE);
    }
}
