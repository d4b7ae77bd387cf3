package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;

/** Time-outs, retries and error mapping, in virtual time. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21"})
class RetryTimeoutTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    @Test
    void timeout_failsTheAtom_andCancelsTheSource() {
        AsyncAtom<String> timed = atom.timeout(Duration.ofSeconds(2));
        store.subscribe(timed, log.as("t"));
        clock.advanceTimeBy(Duration.ofMillis(1999));
        assertThat(store.get(timed).isLoading()).isTrue();
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThatThrownBy(() -> store.get(timed).orElseThrow()).isInstanceOf(TimeoutException.class);
        assertThat(calls.lines()).containsExactly("1 cancelled");
    }

    @Test
    void timeout_countsPerRun() {
        AsyncAtom<String> timed = atom.timeout(Duration.ofSeconds(2));
        store.subscribe(timed, log.as("t"));
        clock.advanceTimeBy(Duration.ofSeconds(1));
        store.set(input, 2);
        clock.advanceTimeBy(Duration.ofMillis(1500));
        assertThat(store.get(timed).isLoading()).isTrue();
        calls.last().succeed("a");
        clock.advanceTimeBy(Duration.ofHours(1));
        assertThat(store.get(timed)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void timeoutOfAStream_isForItsFirstValue() {
        AsyncAtom<String> stream = Atom.<String>stream(get -> calls.flux("s")).timeout(Duration.ofSeconds(2));
        store.subscribe(stream, log.as("t"));
        calls.last().next("a");
        clock.advanceTimeBy(Duration.ofHours(1));
        assertThat(store.get(stream)).isEqualTo(Loadable.ready("a"));
        assertThat(calls.live()).hasSize(1);
    }

    @Test
    void retry_subscribesAgain_thenFails() {
        AsyncAtom<String> retried = atom.retry(Retry.max(1));
        store.subscribe(retried, log.as("r"));
        calls.last().fail(new IllegalStateException("1"));
        assertThat(store.get(retried).isLoading()).isTrue();
        calls.last().fail(new IllegalStateException("2"));
        assertThat(store.get(retried).isFailed()).isTrue();
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    void retryWithDelay_isMeasuredByTheStoresScheduler() {
        AsyncAtom<String> retried = atom.retry(Retry.fixedDelay(3, Duration.ofSeconds(10)));
        store.subscribe(retried, log.as("r"));
        calls.last().fail(new IllegalStateException("1"));
        assertThat(calls.count()).isEqualTo(1);
        clock.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    void retryWhileWaiting_isCancelledByANewRun() {
        AsyncAtom<String> retried =
                atom.retry(Retry.fixedDelay(3, Duration.ofSeconds(10)).scheduler(clock));
        store.subscribe(retried, log.as("r"));
        calls.last().fail(new IllegalStateException("1"));
        store.set(input, 2);
        clock.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(calls.lines()).containsExactly("1 ended", "2 live");
    }

    @Test
    void mapError_replacesTheError_afterRetries() {
        AsyncAtom<String> mapped = atom.retry(Retry.max(1).onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .mapError(e -> new IOException("mapped " + e.getMessage()));
        store.subscribe(mapped, log.as("m"));
        calls.last().fail(new IllegalStateException("1"));
        calls.last().fail(new IllegalStateException("2"));
        assertThatThrownBy(() -> store.get(mapped).orElseThrow())
                .isInstanceOf(IOException.class)
                .hasMessage("mapped 2");
    }

    @Test
    void timeoutThenRetry_triesAgainEachTime() {
        AsyncAtom<String> both = atom.timeout(Duration.ofSeconds(1)).retry(Retry.max(2));
        store.subscribe(both, log.as("b"));
        clock.advanceTimeBy(Duration.ofSeconds(1));
        clock.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(calls.lines()).containsExactly("1 cancelled", "1 cancelled", "1 live");
        calls.last().succeed("a");
        assertThat(store.get(both)).isEqualTo(Loadable.ready("a"));
    }

    @Test
    void retry_evaluatesASuppliedErrorAnew() {
        AtomicInteger attempts = new AtomicInteger();
        AsyncAtom<String> retried = Atom.<String>async(
                        get -> Mono.error(() -> new IllegalStateException("attempt " + attempts.incrementAndGet())))
                .retry(Retry.max(2));
        store.get(retried);
        assertThat(attempts.get()).isEqualTo(3);
    }
}
