package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Part 4 of the specification: fetches that are cancelled. */
class BehavioursCancelTest extends WithClient {

    @Test
    void b22_cancelledWithData_givesTheOldData() {
        client.setQueryData(key, 7);
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(1_000))));
        it.pass(10);
        client.cancel(QueryFilters.all());
        assertThat(outcome.values).containsExactly(7);
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
    }

    @Test
    void b23_cancelledWithoutData_fails() {
        Calls<Integer> calls = it.counting(1_000);
        Outcome<Integer> outcome = run(client.fetch(options(calls)));
        it.pass(10);
        client.cancel(QueryFilters.all());
        assertThat(outcome.errors).singleElement().isInstanceOf(FetchCancelledException.class);
        assertThat(show(it.state(key))).isEqualTo("PENDING+IDLE");
        assertThat(it.state(key).error()).isNull();
        assertThat(it.state(key).failureCount()).isZero();
        assertThat(calls.cancelled).hasValue(1);
    }

    @Test
    void b24_ifTheSignalIsNotRead_theFetchGoesOn() {
        Results<Integer> results = it.observe(options(it.counting(100)));
        it.pass(10);
        results.observer.dispose();
        it.pass(90);
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
        assertThat(it.state(key).dataUpdateCount()).isEqualTo(1);
    }

    @Test
    void b25_cancel_endsTheAttemptsToo() {
        AtomicInteger hooks = new AtomicInteger();
        Calls<Integer> calls = it.failing(5);
        QueryOptions<Integer, Integer> options = options(context -> {
            context.signal().onCancel(hooks::incrementAndGet);
            return calls.apply(context);
        });
        it.observe(options.retry(RetryPolicy.times(3).delay(ms(10))));
        it.pass(10);
        client.cancel(QueryFilters.all());
        it.pass(1_000);
        assertThat(calls.count).hasValue(1);
        assertThat(hooks).hasValue(1);
    }

    @Test
    void b26_aCancelledQuery_canBeFetchedAgain() {
        Calls<Integer> calls = it.counting(10);
        run(client.fetch(options(calls)));
        client.cancel(QueryFilters.all(), false);
        assertThat(show(it.state(key))).isEqualTo("ERROR+IDLE");
        assertThat(it.state(key).error()).isInstanceOf(FetchCancelledException.class);
        run(client.fetch(options(calls)));
        it.pass(10);
        assertThat(client.getQueryData(key)).contains(2);
        assertThat(it.state(key).error()).isNull();
        QueryState<Integer> settled = it.state(key);
        client.cancel(QueryFilters.all(), false);
        client.cancel(QueryFilters.all());
        assertThat(it.state(key)).isSameAs(settled);
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void b27_whenTheObserverLeaves_itIsAsBefore() {
        ListKey<String> text = ListKey.of("text");
        AtomicInteger count = new AtomicInteger();
        QueryOptions<String, String> options = QueryOptions.<String>of(text, context -> {
                    context.signal();
                    Object before = context.previousData();
                    String now = before == null ? "1" : before + " - " + (count.get() + 1);
                    return Mono.delay(ms(before == null ? 0 : 20), it.clock).map(done -> {
                        count.set(before == null ? 1 : count.get());
                        return now;
                    });
                })
                .staleTime(StaleTime.NEVER);
        Results<String> results = it.observe(options);
        it.pass(1);
        assertThat(results.last().dataOrNull()).isEqualTo("1");
        client.invalidate(QueryFilters.all());
        it.pass(5);
        client.invalidate(QueryFilters.all());
        it.pass(5);
        results.observer.dispose();
        assertThat(client.getQueryData(text)).contains("1");
        assertThat(show(it.state(text))).isEqualTo("SUCCESS+IDLE");
        assertThat(it.state(text).invalidated()).isTrue();
        Results<String> later = it.observe(options);
        it.pass(20);
        assertThat(later.last().dataOrNull()).isEqualTo("1 - 2");
    }
}
