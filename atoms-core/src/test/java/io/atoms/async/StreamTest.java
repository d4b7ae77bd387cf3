package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StreamPolicy;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Atoms of a Flux, and their policies. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21", "R22"})
class StreamTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");

    private final StreamPolicy policy = StreamPolicy.ofDefaults();

    private AsyncAtom<String> stream(StreamPolicy with) {
        return Atom.<String>stream(get -> calls.flux(get.get(input)), with).named("stream");
    }

    @Test
    void values_replaceEachOther() {
        AsyncAtom<String> stream = stream(policy);
        store.subscribe(stream, log.as("s"));
        calls.last().next("a").next("b");
        assertThat(log.lines()).containsExactly("s=" + Loadable.ready("a"), "s=" + Loadable.ready("b"));
        assertThat(calls.last().requested()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void completion_keepsTheValue_orFails() {
        AsyncAtom<String> keeping = stream(policy);
        store.subscribe(keeping, log.as("s"));
        calls.last().next("a").complete();
        assertThat(store.get(keeping)).isEqualTo(Loadable.ready("a"));
        AsyncAtom<String> failing = stream(policy.completed(StreamPolicy.Completed.FAIL));
        store.subscribe(failing, log.as("s"));
        calls.last().next("a").complete();
        assertThat(store.get(failing).isFailed()).isTrue();
        assertThat(store.get(failing).valueOrPrevious()).isEqualTo("a");
    }

    @Test
    void completionWithoutAValue_fails() {
        AsyncAtom<String> stream = stream(policy);
        store.subscribe(stream, log.as("s"));
        calls.last().complete();
        assertThatThrownBy(() -> store.get(stream).orElseThrow()).isInstanceOf(AtomUsageException.class);
    }

    @Test
    void error_failsOrKeeps() {
        Throwable error = new IllegalStateException("x");
        AsyncAtom<String> keeping = stream(policy.errored(StreamPolicy.Errored.KEEP));
        store.subscribe(keeping, log.as("s"));
        calls.last().next("a").fail(error);
        assertThat(store.get(keeping)).isEqualTo(Loadable.ready("a"));
        AsyncAtom<String> withoutValue = stream(policy.errored(StreamPolicy.Errored.KEEP));
        store.subscribe(withoutValue, log.as("s"));
        calls.last().fail(error);
        assertThat(store.get(withoutValue)).isEqualTo(Loadable.failed(error));
    }

    @Test
    void newRun_cancelsTheFlux_andKeepsItsLastValueAsPrevious() {
        AsyncAtom<String> stream = stream(policy);
        store.subscribe(stream, log.as("s"));
        calls.last().next("a").next("b");
        store.set(input, 2);
        assertThat(calls.lines()).containsExactly("1 cancelled", "2 live");
        calls.get(0).next("late");
        assertThat(store.get(stream)).isEqualTo(new Loadable.Loading<>("b"));
    }

    @Test
    void everyValue_requestsOneByOne() {
        AsyncAtom<String> stream = stream(policy.overflow(StreamPolicy.Overflow.EVERY));
        store.subscribe(stream, log.as("s"));
        assertThat(calls.last().requested()).isEqualTo(1);
        calls.last().next("a");
        assertThat(calls.last().requested()).isEqualTo(2);
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {})) {
            Threads.run(() -> calls.last().next("b"));
            assertThat(calls.last().requested()).isEqualTo(2);
            assertThat(parked.isInside()).isTrue();
        }
        assertThat(calls.last().requested()).isEqualTo(3);
    }

    @Test
    void everyValue_isShownBeforeTheError() {
        AsyncAtom<String> stream = stream(policy.overflow(StreamPolicy.Overflow.EVERY));
        store.subscribe(stream, log.as("s"));
        Throwable error = new IllegalStateException("x");
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {})) {
            Threads.run(() -> calls.last().next("a").fail(error));
            assertThat(parked.isInside()).isTrue();
        }
        assertThat(log.lines()).containsExactly("s=" + Loadable.ready("a"), "s=" + new Loadable.Failed<>(error, "a"));
    }

    @Test
    void everyValue_isShownBeforeTheCompletionThatFails() {
        AsyncAtom<Integer> stream = Atom.stream(
                get -> Flux.range(1, 3),
                policy.overflow(StreamPolicy.Overflow.EVERY).completed(StreamPolicy.Completed.FAIL));
        store.subscribe(stream, log.as("s"));
        assertThat(log.lines()).hasSize(4);
    }
}
