package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Fetches for a reason: which join which, what the state tells of them, and how their values become data. */
class FetchReasonTest {
    private static final PageDirection NEXT = PageDirection.NEXT;
    private static final PageDirection PREVIOUS = PageDirection.PREVIOUS;

    private final Clients it = new Clients();
    private final ListKey<List<String>> key = ListKey.of("key");
    private final List<String> attempts = new ArrayList<>();
    private final Fetcher<List<String>> fetcher = new Fetcher<>() {
        @Override
        public Flux<List<String>> attempt(Attempt<List<String>> attempt) {
            attempts.add(String.valueOf(attempt.reason()));
            return Mono.delay(Duration.ofMillis(10), it.clock)
                    .map(tick -> List.of("of " + attempt.reason()))
                    .flux();
        }

        @Override
        public List<String> merge(@Nullable List<String> base, List<String> value, @Nullable Object reason) {
            if (base == null || reason == null) {
                return value;
            }
            List<String> both = new ArrayList<>(base);
            both.addAll(value);
            return List.copyOf(both);
        }
    };
    private final QueryOptions<List<String>, List<String>> options = QueryOptions.of(key, null, fetcher);
    private final DefaultQueryClient client = (DefaultQueryClient) it.client;

    @BeforeEach
    void begin() {
        it.client.setQueryData(key, List.of("set"));
    }

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    private List<List<String>> fetch(boolean restart, @Nullable Object reason) {
        List<List<String>> results = new ArrayList<>();
        client.fetching().fetchNow(options, RetryPolicy.NONE, restart, reason).subscribe(results::add);
        return results;
    }

    @Test
    void sameReason_joins_alsoIfItRestarts() {
        List<List<String>> first = fetch(true, NEXT);
        it.pass(5);
        List<List<String>> second = fetch(true, NEXT);
        it.pass(5);
        assertThat(attempts).containsExactly("NEXT");
        assertThat(first).containsExactly(List.of("set", "of NEXT"));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void noReason_thatDoesNotRestart_joinsWhateverRuns() {
        fetch(true, NEXT);
        List<List<String>> joined = fetch(false, null);
        it.pass(10);
        assertThat(attempts).containsExactly("NEXT");
        assertThat(joined).containsExactly(List.of("set", "of NEXT"));
    }

    @Test
    void reason_thatDoesNotRestart_joinsWhateverRuns() {
        fetch(true, null);
        fetch(false, NEXT);
        it.pass(10);
        assertThat(attempts).containsExactly("null");
    }

    @Test
    void anotherReason_thatRestarts_replacesIt_andItsWaitersFollow() {
        List<List<String>> first = fetch(true, null);
        it.pass(5);
        fetch(true, PREVIOUS);
        it.pass(10);
        assertThat(attempts).containsExactly("null", "PREVIOUS");
        assertThat(first).containsExactly(List.of("set", "of PREVIOUS"));
    }

    @Test
    void noReason_thatRestarts_replacesOneWithAReason() {
        fetch(true, NEXT);
        fetch(true, null);
        it.pass(10);
        assertThat(attempts).containsExactly("NEXT", "null");
        assertThat(it.state(key).data()).containsExactly("of null");
    }

    @Test
    void firstFetch_isJoinedByAll() {
        it.client.remove(QueryFilters.all());
        fetch(true, null);
        fetch(true, NEXT);
        it.pass(10);
        assertThat(attempts).containsExactly("null");
    }

    @Test
    void state_tellsTheDirection_whileItRuns() {
        Disposable observed =
                it.client.observe(options.staleTime(StaleTime.NEVER)).subscribe();
        fetch(true, NEXT);
        assertThat(it.state(key).pageDirection()).isEqualTo(NEXT);
        it.pass(10);
        assertThat(it.state(key).pageDirection()).isNull();
        fetch(true, PREVIOUS);
        it.client.cancel(QueryFilters.all());
        assertThat(it.state(key).pageDirection()).isNull();
        assertThat(it.state(key).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        observed.dispose();
    }

    @Test
    void value_isMergedWithWhatIsThereWhenItComes() {
        fetch(true, NEXT);
        it.client.setQueryData(key, List.of("set meanwhile"));
        it.pass(10);
        assertThat(it.state(key).data()).containsExactly("set meanwhile", "of NEXT");
    }

    @Test
    void mergeThatThrows_failsTheFetch() {
        Fetcher<List<String>> broken = new Fetcher<>() {
            @Override
            public Flux<List<String>> attempt(Attempt<List<String>> attempt) {
                return Flux.just(List.of());
            }

            @Override
            public List<String> merge(@Nullable List<String> base, List<String> value, @Nullable Object reason) {
                throw new IllegalStateException("broken");
            }
        };
        List<Throwable> errors = new ArrayList<>();
        client.fetching()
                .fetchNow(QueryOptions.of(key, null, broken), RetryPolicy.NONE, true, null)
                .subscribe(data -> {}, errors::add);
        assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(it.state(key).status()).isEqualTo(QueryStatus.ERROR);
        assertThat(it.state(key).data()).containsExactly("set");
    }
}
