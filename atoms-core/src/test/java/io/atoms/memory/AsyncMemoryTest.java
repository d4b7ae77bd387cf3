package io.atoms.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Concurrency;
import io.atoms.InvariantsAccess;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.Unobserved;
import io.atoms.fixtures.Garbage;
import io.atoms.fixtures.Proves;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What is collected of async atoms, actions and fluxes, and what does not grow (R26). */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R26")
class AsyncMemoryTest {
    private static final PrimitiveAtom<Integer> INPUT = Atom.of(0).named("input");
    private static final AsyncAtom<Integer> READY = Atom.async(get -> Mono.just(get.get(INPUT)));
    private static final AsyncAtom<Integer> NEVER = Atom.async(get -> {
        get.get(INPUT);
        return Mono.never();
    });
    private static final AsyncAtom<Integer> AWAITING = Atom.async(get -> get.await(NEVER));
    private static final AsyncActionAtom<Integer, Integer> QUEUED =
            Atom.<Integer, Integer>asyncAction((set, n) -> Mono.never()).concurrency(Concurrency.QUEUE);

    /** Something to be collected, and to be told apart. */
    private static final class Payload {}

    @Test
    void store_withEndedWork_isCollected() {
        assertThat(Garbage.collects(new WeakReference<>(withEndedWork()))).isTrue();
    }

    private static AtomStore withEndedWork() {
        AtomStore store = AtomStore.create();
        AtomSubscription subscription = store.subscribe(READY, value -> {});
        store.set(INPUT, 1);
        store.refresh(READY);
        store.flux(READY).take(1).blockLast();
        store.flux(READY, Schedulers.parallel()).take(1).blockLast();
        subscription.dispose();
        try (StoreSnapshot snapshot = store.snapshot()) {
            snapshot.get(AWAITING);
        }
        return store;
    }

    @Test
    void store_withWorkThatNobodyElseHolds_isCollected() {
        assertThat(Garbage.collects(new WeakReference<>(withWorkInFlight()))).isTrue();
    }

    private static AtomStore withWorkInFlight() {
        AtomStore store = AtomStore.create();
        store.get(AWAITING);
        store.subscribe(NEVER, value -> {});
        store.flux(AWAITING).subscribe();
        store.run(QUEUED, 1).subscribe();
        store.run(QUEUED, 2).subscribe();
        store.set(INPUT, 1);
        return store;
    }

    @Test
    void store_isCollected_whenItsLingerTimeIsOver() {
        assertThat(Garbage.collects(new WeakReference<>(lingering()))).isTrue();
    }

    private static AtomStore lingering() {
        AtomStore store = AtomStore.create();
        AsyncAtom<Integer> brief = NEVER.whenUnobserved(Unobserved.cancelAfter(Duration.ofMillis(20)));
        store.subscribe(brief, value -> {}).dispose();
        return store;
    }

    @Test
    void store_withATimeout_isCollected_whenTheWorkHasEnded() {
        assertThat(Garbage.collects(new WeakReference<>(withALongTimeout()))).isTrue();
    }

    private static AtomStore withALongTimeout() {
        AtomStore store = AtomStore.create();
        AsyncAtom<Integer> patient = READY.timeout(Duration.ofHours(1));
        assertThat(store.get(patient).isReady()).isTrue();
        AsyncAtom<Integer> cancelled = NEVER.timeout(Duration.ofHours(1)).whenUnobserved(Unobserved.cancel());
        store.subscribe(cancelled, value -> {}).dispose();
        return store;
    }

    @Test
    void asyncAtomThatNobodyRefersTo_isCollectedWithItsResult() {
        AtomStore store = AtomStore.create();
        assertThat(Garbage.collects(new WeakReference<>(readADroppedAtom(store))))
                .isTrue();
        store.close();
    }

    private static Payload readADroppedAtom(AtomStore store) {
        Payload payload = new Payload();
        AsyncAtom<Payload> dropped = Atom.async(get -> {
            get.get(INPUT);
            return Mono.just(payload);
        });
        AsyncAtom<Payload> above = Atom.async(get -> get.await(dropped));
        assertThat(store.get(above)).isEqualTo(Loadable.ready(payload));
        store.subscribe(above, value -> {}).dispose();
        return payload;
    }

    @Test
    void resultsBeforeTheLast_areCollected_thoughTheAtomIsObserved() {
        AtomStore store = AtomStore.create();
        Sinks.Many<Payload> feed = Sinks.many().multicast().directBestEffort();
        AsyncAtom<Payload> stream = Atom.stream(get -> {
            get.get(INPUT);
            return feed.asFlux();
        });
        store.subscribe(stream, value -> {});
        WeakReference<Payload> first = new WeakReference<>(emit(feed));
        store.set(INPUT, 1);
        emit(feed);
        emit(feed);
        store.set(INPUT, 2);
        emit(feed);
        store.set(INPUT, 3);
        emit(feed);
        assertThat(Garbage.collects(first)).isTrue();
        store.close();
    }

    private static Payload emit(Sinks.Many<Payload> feed) {
        Payload payload = new Payload();
        feed.tryEmitNext(payload).orThrow();
        return payload;
    }

    @Test
    void runsKeptForASnapshot_areCollectedWhenItIsClosed() {
        AtomStore store = AtomStore.create();
        PrimitiveAtom<Integer> input = Atom.of(0);
        AsyncAtom<Payload> atom = Atom.async(get -> {
            get.get(input);
            return Mono.fromSupplier(Payload::new);
        });
        store.subscribe(atom, value -> {});
        WeakReference<Payload> old = new WeakReference<>(valueOf(store, atom));
        StoreSnapshot snapshot = store.snapshot();
        for (int i = 1; i < 5; i++) {
            store.set(input, i);
        }
        Garbage.collect();
        assertThat(old.get()).isNotNull();
        assertThat(snapshot.get(atom)).isEqualTo(Loadable.ready(old.get()));
        snapshot.close();
        assertThat(Garbage.collects(old)).isTrue();
        store.close();
    }

    private static Payload valueOf(AtomStore store, AsyncAtom<Payload> atom) {
        return store.get(atom).orElseThrow();
    }

    @Test
    void hundredThousandRuns_leaveNothingBehind() {
        AtomStore store = AtomStore.create();
        PrimitiveAtom<Integer> input = Atom.of(0);
        AsyncAtom<Integer> lower = Atom.async(get -> Mono.just(get.get(input)));
        AsyncAtom<Integer> upper =
                Atom.async(get -> get.await(lower).flatMap(n -> Mono.fromSupplier(() -> n + get.get(input))));
        AtomicLong seen = new AtomicLong();
        store.subscribe(upper, value -> seen.addAndGet(value.isReady() ? 1 : 0));
        for (int i = 1; i <= 100_000; i++) {
            store.set(input, i);
        }
        assertThat(store.get(upper)).isEqualTo(Loadable.ready(200_000));
        Garbage.collect();
        store.set(input, -1); // forgets what was collected
        assertThat(InvariantsAccess.running(store)).isZero();
        assertThat(InvariantsAccess.nodes(store)).isLessThan(30);
        store.close();
    }

    @Test
    void lateReadsOfALongRun_leaveOneEdgeEach() {
        AtomStore store = AtomStore.create();
        PrimitiveAtom<Integer> input = Atom.of(7);
        AsyncAtom<Integer> stream =
                Atom.stream(get -> Flux.range(1, 50_000).map(n -> n + get.get(input) + get.get(input)));
        store.subscribe(stream, value -> {});
        assertThat(store.get(stream)).isEqualTo(Loadable.ready(50_014));
        assertThat(store.inspect().atoms()).anySatisfy(atom -> {
            assertThat(atom.atom().kind()).isEqualTo(io.atoms.inspect.AtomKind.ASYNC);
            assertThat(atom.dependencies()).hasSize(1);
        });
        store.close();
    }

    @Test
    void callsThatLeaveTheQueue_areForgotten_thoughTheFirstNeverEnds() {
        AtomStore store = AtomStore.create();
        store.run(QUEUED, 0).subscribe();
        WeakReference<Payload> left = new WeakReference<>(leaveTheQueue(store));
        assertThat(Garbage.collects(left)).isTrue();
        assertThat(InvariantsAccess.waiting(store, QUEUED)).isZero();
        store.close();
    }

    private static Payload leaveTheQueue(AtomStore store) {
        Payload payload = new Payload();
        for (int i = 0; i < 1_000; i++) {
            store.run(QUEUED, i)
                    .contextWrite(context -> context.put("payload", payload))
                    .subscribe()
                    .dispose();
        }
        return payload;
    }
}
