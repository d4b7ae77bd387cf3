package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Closing a client with everything running. */
class CloseTest extends WithClient {

    @Test
    void everythingEnds() {
        AtomicInteger cancelled = new AtomicInteger();
        client.setQueryData(ListKey.of("resting"), 1);
        client.patchQueryData(ListKey.<Integer>of("resting"), n -> n + 1);
        client.setQueryData(ListKey.of("idle"), 1);
        Results<Integer> running =
                it.observe(options(context -> Mono.<Integer>never().doOnCancel(cancelled::incrementAndGet)));
        it.observe(QueryOptions.of(ListKey.<Integer>of("interval"), it.counting(-1))
                .refetchInterval(ms(100))
                .staleTime(ms(50)));
        it.observe(QueryOptions.of(ListKey.<Integer>of("retry"), it.failing(-1)));
        Outcome<Integer> waiting = run(client.fetch(options(it.counting(10))));
        Outcome<Integer> timed = run(client.fetch(
                QueryOptions.of(ListKey.<Integer>of("timed"), it.counting(10)).timeout(ms(5))));
        it.online.setOnline(false);
        Outcome<Integer> paused = run(client.fetch(QueryOptions.of(ListKey.<Integer>of("paused"), it.counting(10))));
        List<QueryResult<Integer>> flow = new ArrayList<>();
        boolean[] completed = {false};
        client.observe(options(it.counting(10))).subscribe(flow::add, error -> {}, () -> completed[0] = true);
        Outcome<Void> refetch = run(client.refetch(QueryFilters.prefix("interval")));
        client.close();
        assertThat(cancelled).hasValue(1);
        assertThat(waiting.errors).singleElement().isInstanceOf(FetchCancelledException.class);
        assertThat(waiting.errors.get(0)).hasMessageContaining("closed");
        assertThat(timed.errors).hasSize(1);
        assertThat(paused.errors).hasSize(1);
        assertThat(refetch.ended).isTrue();
        assertThat(completed[0]).isTrue();
        assertThat(running.observer.isDisposed()).isTrue();
        assertThat(client.metrics()).isEqualTo(new CacheMetrics(0, 0, 0, 0, 0, 0, 0));
        int told = running.all.size();
        it.online.setOnline(true);
        it.focus.setFocused(false);
        it.focus.setFocused(true);
        it.pass(1_000_000);
        assertThat(running.all).hasSize(told);
        assertThat(client.isClosed()).isTrue();
        client.close();
    }

    @Test
    void everyUseSays() {
        QueryObserver<Integer, Integer> before = client.observer(options(it.counting(-1)));
        Patch patch = client.patchQueryData(key, n -> n + 1);
        client.close();
        List<Runnable> uses = List.of(
                () -> client.fetch(options(it.counting(-1))).block(),
                () -> client.ensure(options(it.counting(-1)), true).block(),
                () -> client.observer(options(it.counting(-1))),
                () -> before.subscribe(result -> {}),
                () -> before.refetch(true).block(),
                () -> client.setQueryData(key, 1),
                () -> client.<Integer>updateQueryData(key, n -> 1),
                () -> client.<Integer>updateQueriesData(QueryFilters.all(), n -> 1),
                () -> client.patchQueryData(key, n -> n),
                () -> client.invalidate(QueryFilters.all()),
                () -> client.invalidateTags(Tag.of("a")),
                () -> client.refetch(QueryFilters.all()),
                () -> client.reset(QueryFilters.all()),
                () -> client.cancel(QueryFilters.all()),
                () -> client.remove(QueryFilters.all()),
                client::clear);
        for (Runnable use : uses) {
            assertThatThrownBy(use::run).isInstanceOf(QueryException.class).hasMessageContaining("is closed");
        }
        assertThat(client.observe(options(it.counting(-1))).collectList().block())
                .isEmpty(); // as that of one which is closed later
        patch.undo();
        assertThat(client.getQueryData(key)).isEmpty();
        assertThat(before.isDisposed()).isTrue();
        assertThat(client.events().collectList().block()).isEmpty();
    }

    @Test
    void jitterOfAnOccasion_isForgotten() {
        try (Clients other = new Clients(builder -> builder.random(() -> 0.9))) {
            Clients.Calls<Integer> calls = other.counting(-1);
            Results<Integer> results = other.observe(options(calls).refetchJitter(0.5));
            other.focus.setFocused(false);
            other.focus.setFocused(true);
            results.observer.dispose();
            other.observe(options(calls).enabled(false));
            other.pass(10_000);
            assertThat(calls.count).hasValue(1);
        }
    }

    @Test
    void aDisposedObserver_canBeginAgain() {
        Clients.Calls<Integer> calls = it.counting(-1);
        Results<Integer> results = it.observe(options(calls));
        results.observer.dispose();
        client.setQueryData(key, 9);
        assertThat(results.last().dataOrNull()).isEqualTo(9);
        results.observer.subscribe(results.all::add);
        assertThat(results.last().dataOrNull()).isEqualTo(2);
    }
}
