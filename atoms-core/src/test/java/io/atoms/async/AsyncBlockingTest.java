package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Async atoms of functions that block. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21", "R23"})
class AsyncBlockingTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");

    private static final Duration LIMIT = Threads.LIMIT;

    @Test
    void result_isReady_andEverythingReadIsADependency() {
        AsyncAtom<Integer> blocking = Atom.asyncBlocking(get -> get.get(input) * 10);
        StepVerifier.create(store.mono(blocking))
                .expectNext(10)
                .expectComplete()
                .verify(LIMIT);
        store.set(input, 2);
        StepVerifier.create(store.mono(blocking))
                .expectNext(20)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void awaitBlocked_works() {
        AsyncAtom<Integer> below = Atom.asyncBlocking(get -> get.get(input) * 10);
        AsyncAtom<Integer> above = Atom.asyncBlocking(get -> get.await(below).block() + 1);
        StepVerifier.create(store.mono(above)).expectNext(11).expectComplete().verify(LIMIT);
        store.set(input, 2);
        StepVerifier.create(store.mono(above)).expectNext(21).expectComplete().verify(LIMIT);
    }

    @Test
    void cancel_interrupts() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AsyncAtom<Integer> blocking = Atom.asyncBlocking(get -> {
            if (get.get(input) == 2) {
                return 2;
            }
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return 1;
        });
        store.subscribe(blocking, log.as("b"));
        Threads.await(entered);
        store.set(input, 2);
        Threads.await(interrupted);
        StepVerifier.create(store.mono(blocking)).expectNext(2).expectComplete().verify(LIMIT);
        assertThat(log.lines()).doesNotContain("b=" + Loadable.ready(1));
    }

    @Test
    void close_interrupts() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AsyncAtom<Integer> blocking = Atom.asyncBlocking(
                get -> {
                    entered.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return 1;
                },
                Schedulers.boundedElastic());
        store.get(blocking);
        Threads.await(entered);
        store.close();
        Threads.await(interrupted);
    }

    @Test
    void nullAndErrors_fail() {
        AsyncAtom<Integer> none = Atom.asyncBlocking(get -> null, Schedulers.immediate());
        assertThat(store.get(none).isFailed()).isTrue();
        IllegalStateException error = new IllegalStateException("x");
        AsyncAtom<Integer> bad = Atom.asyncBlocking(
                get -> {
                    throw error;
                },
                Schedulers.immediate());
        assertThat(store.get(bad)).isEqualTo(Loadable.failed(error));
    }
}
