package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Part 4 of the specification: attempts and the gates between them. */
class BehavioursRetryTest extends WithClient {

    @Test
    void b17_theDefaultDelays() {
        List<Long> at = new ArrayList<>();
        QueryOptions<Integer, Integer> options = options(context -> {
            at.add(it.clock.now(TimeUnit.MILLISECONDS));
            return Mono.error(new IllegalStateException("no"));
        });
        Results<Integer> results = it.observe(options);
        it.pass(100_000);
        assertThat(at).containsExactly(0L, 1_000L, 3_000L, 7_000L);
        List<String> failures = results.all.stream()
                .map(each -> each.status() + " " + each.info().failureCount())
                .distinct()
                .toList();
        assertThat(failures).containsExactly("PENDING 0", "PENDING 1", "PENDING 2", "PENDING 3", "ERROR 4");
    }

    @Test
    void b18_whenTheObserverLeaves_thereAreNoFurtherAttempts() {
        Calls<Integer> calls = it.failing(-1);
        Results<Integer> results =
                it.observe(options(calls).retry(RetryPolicy.times(10).delay(ms(50))));
        it.pass(50);
        assertThat(calls.count).hasValue(2);
        results.observer.dispose();
        it.pass(50);
        assertThat(calls.count).hasValue(2);
        it.pass(1_000);
        assertThat(calls.count).hasValue(2);
        assertThat(show(it.state(key))).isEqualTo("ERROR+IDLE");
    }

    @Test
    void b19_attemptsWaitForTheFocus() {
        Calls<Integer> calls =
                it.new Calls<>(-1, n -> n < 3 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        it.focus.setFocused(false);
        Results<Integer> results =
                it.observe(options(calls).retry(RetryPolicy.times(3).delay(ms(1))));
        it.pass(50);
        assertThat(show(it.state(key))).isEqualTo("PENDING+PAUSED");
        assertThat(calls.count).hasValue(1);
        it.focus.setFocused(true);
        it.pass(50);
        assertThat(results.last().dataOrNull()).isEqualTo(3);
    }

    @Test
    void b20_aPausedFirstFetch_isCancelledWhenTheLastObserverLeaves() {
        Calls<Integer> calls = it.counting(-1);
        it.online.setOnline(false);
        Results<Integer> results = it.observe(options(calls));
        assertThat(show(results.last())).isEqualTo("PENDING+PAUSED");
        results.observer.dispose();
        assertThat(show(it.state(key))).isEqualTo("PENDING+IDLE");
        it.online.setOnline(true);
        it.pass(1_000);
        assertThat(calls.count).hasValue(0);
    }

    @Test
    void b21_offlineFirst_triesOnceAndPauses() {
        Calls<Integer> calls = it.failing(-1);
        it.online.setOnline(false);
        it.observe(options(calls)
                .networkMode(NetworkMode.OFFLINE_FIRST)
                .retry(RetryPolicy.times(1).delay(ms(1))));
        it.pass(50);
        assertThat(calls.count).hasValue(1);
        assertThat(show(it.state(key))).isEqualTo("PENDING+PAUSED");
        it.online.setOnline(true);
        assertThat(calls.count).hasValue(2);
        assertThat(show(it.state(key))).isEqualTo("ERROR+IDLE");
    }
}
