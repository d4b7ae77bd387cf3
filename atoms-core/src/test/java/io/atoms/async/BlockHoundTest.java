package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Nothing blocks on a thread of Reactor. BlockHound is installed for the whole JVM. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"T2", "R22"})
class BlockHoundTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");

    private static final Scheduler PARALLEL = Schedulers.parallel();

    @BeforeAll
    static void install() {
        BlockHound.install();
    }

    @Test
    void blockHound_isActive() {
        StepVerifier.create(Mono.fromRunnable(BlockHoundTest::blockALittle).subscribeOn(PARALLEL))
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(BlockingOperationError.class))
                .verify(Threads.LIMIT);
    }

    /** What waits with a limit would not park if the limit had passed, on a busy machine, before it came to that. */
    private static void blockALittle() {
        LockSupport.parkNanos(1_000_000);
    }

    @Test
    void completionsDuringALongTransaction_doNotBlock() {
        List<AsyncAtom<Integer>> atoms = new ArrayList<>();
        List<Sinks.One<Integer>> sinks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Sinks.One<Integer> sink = Sinks.one();
            sinks.add(sink);
            atoms.add(Atom.async(get -> sink.asMono()));
        }
        Atom<Integer> sum = Atom.derived(get -> {
            int total = 0;
            for (AsyncAtom<Integer> each : atoms) {
                total += get.get(each).orElse(0);
            }
            return total;
        });
        store.subscribe(sum, log.as("sum"));
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(input, 2))) {
            Flux.fromIterable(sinks)
                    .flatMap(
                            sink -> Mono.fromRunnable(() -> sink.tryEmitValue(1).orThrow())
                                    .subscribeOn(PARALLEL))
                    .blockLast(Threads.LIMIT);
            assertThat(parked.isInside()).isTrue();
        }
        assertThat(store.get(sum)).isEqualTo(100);
    }

    @Test
    void lateReadsAndAwaitsDuringALongTransaction_doNotBlock() {
        AsyncAtom<Integer> below = Atom.async(get -> Mono.just(get.get(input)));
        Atom<Integer> twice = Atom.map(input, n -> n * 2);
        Sinks.One<Integer> sink = Sinks.one();
        AsyncAtom<Integer> late = Atom.async(get ->
                sink.asMono().publishOn(PARALLEL).flatMap(n -> get.await(below).map(m -> m + n + get.get(twice))));
        store.subscribe(late, log.as("late"));
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(Atom.of(0), 1))) {
            sink.tryEmitValue(10).orThrow();
            assertThat(parked.isInside()).isTrue();
        }
        StepVerifier.create(store.mono(late)).expectNext(13).expectComplete().verify(Threads.LIMIT);
    }

    @Test
    void effectsAndMountsAfterACompletion_doNotBlock() {
        AtomicReference<ParkedTransaction> parked = new AtomicReference<>();
        Sinks.One<Integer> sink = Sinks.one();
        AsyncAtom<Integer> slow = Atom.async(get -> sink.asMono());
        List<Throwable> dropped = new ArrayList<>();
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Threads.Background<Void> opening = Threads.start(() -> {
            Threads.await(told);
            parked.set(ParkedTransaction.in(store, tx -> {}));
        });
        store.subscribe(slow, value -> {
            told.countDown();
            boolean parkedYet = false;
            while (!parkedYet) {
                parkedYet = opening.isDone();
            }
        });
        store.effect(ctx -> log.add(ctx.get(slow)));
        Mono<Void> completing = Mono.<Void>fromRunnable(() -> {
                    try {
                        sink.tryEmitValue(1).orThrow();
                    } catch (Throwable e) {
                        dropped.add(e);
                    } finally {
                        open.countDown();
                    }
                })
                .subscribeOn(PARALLEL);
        completing.subscribe();
        Threads.await(open);
        if (parked.get() != null) {
            parked.get().close();
        }
        assertThat(dropped).isEmpty();
    }
}
