package io.atoms.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.InvariantsAccess;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.Unobserved;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Async atoms whose results come on threads of Reactor, with listeners, effects, awaits and late reads, while others
 * write, roll back, observe and look. At the end everything has to be at rest and to agree with the input. Longer with
 * {@code -Dthreads.millis=N}.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"T1", "T3", "T6", "R15", "R18", "R21", "R22", "R23", "R24"})
class AsyncThreadsTest {
    private final AtomStore store = AtomStore.create();
    private final PrimitiveAtom<Integer> input = Atom.of(0).named("input");
    private final PrimitiveAtom<Integer> other = Atom.of(0).named("other");
    private final AsyncAtom<Integer> lower = Atom.async(get -> {
        int value = get.get(input);
        return Mono.fromCallable(() -> value).publishOn(Schedulers.parallel()).map(n -> n);
    });
    private final AsyncAtom<Integer> upper = Atom.<Integer>async(
                    get -> get.await(lower).map(n -> n + get.get(other)))
            .whenUnobserved(Unobserved.cancel());
    private final Atom<Integer> shown = Atom.derived(get -> get.get(upper).orElse(-1));
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private Thread repeat(IntConsumer work) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 1; !over.get() && failures.isEmpty(); i++) {
                    work.accept(i);
                }
            } catch (Throwable error) {
                failures.add(error);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void write(int round) {
        if (round % 7 == 0) {
            try {
                store.transaction(tx -> {
                    tx.set(input, -round);
                    tx.get(upper);
                    throw new IllegalStateException("taken back");
                });
            } catch (IllegalStateException expected) {
                return;
            }
        }
        store.transaction(tx -> {
            tx.set(input, round);
            if (round % 3 == 0) {
                tx.get(upper);
            }
            tx.set(other, -round);
        });
    }

    private void look(int round) {
        Loadable<Integer> value = store.get(upper);
        assertThat(value.isFailed()).as("%s", value).isFalse();
        if (value.isReady()) {
            assertThat(value.orElseThrow()).isZero();
        }
        if (round % 3 == 0) {
            store.subscribe(upper, each -> {}).dispose();
        }
        if (round % 5 == 0) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                Loadable<Integer> first = snapshot.get(upper);
                assertThat(snapshot.get(upper)).isEqualTo(first);
                assertThat(snapshot.get(shown)).isEqualTo(first.orElse(-1));
            }
        }
    }

    @Test
    void everythingComesToRest_inAgreementWithTheInput() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicReference<Object> byListener = new AtomicReference<>();
        AtomicReference<Object> byEffect = new AtomicReference<>();
        AtomicReference<Object> byFlux = new AtomicReference<>();
        AtomSubscription listener = store.subscribe(shown, value -> {
            alone(running, true);
            byListener.set(value);
            alone(running, false);
        });
        AtomSubscription effect = store.effect(context -> {
            alone(running, true);
            byEffect.set(context.get(shown));
            alone(running, false);
        });
        store.flux(shown, Schedulers.parallel()).subscribe(byFlux::set, failures::add);
        List<Thread> threads =
                List.of(repeat(this::write), repeat(this::look), repeat(this::look), repeat(i -> store.refresh(lower)));
        waitUntil(() -> !failures.isEmpty(), TimeUnit.MILLISECONDS.toNanos(Long.getLong("threads.millis", 2_000)));
        over.set(true);
        for (Thread thread : threads) {
            thread.join(Threads.LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(failures).isEmpty();
        store.set(other, 1 - store.get(input));

        List<AtomicReference<Object>> all = new ArrayList<>(List.of(byListener, byEffect, byFlux));
        waitUntil(() -> all.stream().allMatch(seen -> Integer.valueOf(1).equals(seen.get())), Threads.LIMIT.toNanos());

        assertThat(store.get(upper)).isEqualTo(Loadable.ready(1));
        assertThat(all).extracting(AtomicReference::get).containsOnly(1);
        assertThat(InvariantsAccess.running(store)).isZero();
        listener.dispose();
        effect.dispose();
        InvariantsAccess.check(store);
        store.close();
    }

    private void alone(AtomicInteger running, boolean enters) {
        if (enters ? running.incrementAndGet() != 1 : running.decrementAndGet() != 0) {
            failures.add(new AssertionError("two at once"));
        }
    }

    private static void waitUntil(BooleanSupplier condition, long nanos) {
        long end = System.nanoTime() + nanos;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
