package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomChange;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Async atoms as Publishers and futures. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R20"})
class FluxOfAsyncTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    private static final Duration LIMIT = Threads.LIMIT;

    @Test
    void mono_waitsForReady_andLetsGo() {
        StepVerifier.create(store.mono(atom))
                .then(() -> calls.last().succeed("a"))
                .expectNext("a")
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(store.mono(atom)).expectNext("a").expectComplete().verify(LIMIT);
        assertThat(calls.count()).isEqualTo(1);
    }

    @Test
    void mono_failsWithTheError() {
        Throwable error = new IOException("x");
        StepVerifier.create(store.mono(atom))
                .then(() -> calls.last().fail(error))
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(error))
                .verify(LIMIT);
    }

    @Test
    void mono_failsWhenTheStoreIsClosed() {
        StepVerifier.create(store.mono(atom))
                .then(store::close)
                .expectError(StoreClosedException.class)
                .verify(LIMIT);
    }

    @Test
    void monoToFuture_cancelled_letsGo() {
        CompletableFuture<String> future = store.mono(atom).toFuture();
        future.cancel(true);
        clock.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(calls.live()).isEmpty();
    }

    @Test
    void monoToFuture_completes() {
        CompletableFuture<String> future = store.mono(atom).toFuture();
        calls.last().succeed("a");
        assertThat(future.join()).isEqualTo("a");
    }

    @Test
    void flux_showsEachState() {
        StepVerifier.create(store.flux(atom))
                .expectNext(Loadable.loading())
                .then(() -> calls.last().succeed("a"))
                .expectNext(Loadable.ready("a"))
                .then(() -> store.set(input, 2))
                .expectNext(new Loadable.Loading<>("a"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void fluxOfChanges_givesPairs() {
        StepVerifier.create(store.fluxOfChanges(input))
                .then(() -> store.set(input, 2))
                .expectNext(new AtomChange<>(1, 2))
                .then(() -> store.set(input, 3))
                .expectNext(new AtomChange<>(2, 3))
                .then(store::close)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void fluxOfChanges_beforeAnyRequest_startsFromTheSubscription() {
        StepVerifier.create(store.fluxOfChanges(input), 0)
                .then(() -> store.set(input, 2))
                .thenRequest(1)
                .expectNext(new AtomChange<>(1, 2))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void fluxOfChanges_conflates_fromWhatWasEmittedLast() {
        StepVerifier.create(store.fluxOfChanges(input), 1)
                .then(() -> store.set(input, 2))
                .expectNext(new AtomChange<>(1, 2))
                .then(() -> store.set(input, 3))
                .then(() -> store.set(input, 4))
                .thenRequest(1)
                .expectNext(new AtomChange<>(2, 4))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void fluxOfChanges_completesAtClose_withoutDemand() {
        StepVerifier.create(store.fluxOfChanges(input), 1)
                .then(() -> store.set(input, 2))
                .expectNext(new AtomChange<>(1, 2))
                .then(store::close)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void fluxOnAScheduler_isConflated() {
        List<Integer> seen = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        store.flux(input, Schedulers.fromExecutor(tasks::add)).subscribe(seen::add);
        for (int i = 2; i <= 100; i++) {
            store.set(input, i);
        }
        assertThat(seen).isEmpty();
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
        assertThat(seen).endsWith(100).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void fluxOnAScheduler_toASlowSubscriber_givesTheNewestAtItsRequest() {
        StepVerifier.create(store.flux(input, Schedulers.immediate()), 1)
                .expectNext(1)
                .then(() -> {
                    for (int i = 2; i <= 100; i++) {
                        store.set(input, i);
                    }
                })
                .thenRequest(1)
                .expectNext(100)
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void fluxSubscribedInAnEffect_givesTheNewest_notTheEffectsView() {
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomicBoolean subscribed = new AtomicBoolean();
        Log seen = new Log();
        store.effect(context -> {
            if (!subscribed.getAndSet(true)) {
                Threads.run(() -> store.set(count, 2));
                store.flux(count).subscribe(seen::add);
                store.fluxOfChanges(count).subscribe(seen::add);
                assertThat(context.peek(count)).isEqualTo(1);
            }
        });
        assertThat(seen.drain()).containsExactly("2");
        store.set(count, 3);
        assertThat(seen.lines()).containsExactly("3", "AtomChange[previous=2, current=3]");
    }

    @Test
    void flowPublisher_givesTheSame() {
        store.publisher(input).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Integer item) {
                log.add(item);
            }

            @Override
            public void onError(Throwable error) {
                log.add(error);
            }

            @Override
            public void onComplete() {
                log.add("end");
            }
        });
        store.set(input, 2);
        store.close();
        assertThat(log.lines()).containsExactly("1", "2", "end");
    }

    @Test
    void flowPublisher_ofWhoRequestsNothing_fails() {
        store.publisher(input).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(0);
            }

            @Override
            public void onNext(Integer item) {
                log.add(item);
            }

            @Override
            public void onError(Throwable error) {
                log.add(error.getClass().getSimpleName());
            }

            @Override
            public void onComplete() {
                log.add("end");
            }
        });
        assertThat(log.lines()).containsExactly("IllegalArgumentException");
    }
}
