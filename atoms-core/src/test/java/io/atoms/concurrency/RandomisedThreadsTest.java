package io.atoms.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.InvariantsAccess;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * Real threads at random. Writers move amounts between two accounts, some take it back; whoever looks sees the sum that
 * never changes. Longer with {@code -Dthreads.millis=N}.
 */
@Proves({"T1", "T3", "T6", "R3", "R10", "R11", "R15"})
class RandomisedThreadsTest {

    private static final int TOTAL = 1_000;

    private final PrimitiveAtom<Integer> left = Atom.of(TOTAL);
    private final PrimitiveAtom<Integer> right = Atom.of(0);
    private final Atom<Integer> observedSum = Atom.combine(left, right, Integer::sum);
    private final Atom<Integer> unobservedSum = Atom.derived(get -> get.get(right) + get.get(left));
    private final AtomStore store = AtomStore.create();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private void transfer(int amount) {
        try {
            store.transaction(tx -> {
                tx.update(left, n -> n - amount);
                if (amount % 3 == 0) {
                    assertThat(tx.get(observedSum)).isEqualTo(TOTAL - amount);
                }
                tx.update(right, n -> n + amount);
                if (amount % 5 == 0) {
                    throw new IllegalStateException("taken back");
                }
            });
        } catch (IllegalStateException expected) {
            assertThat(amount % 5).isZero();
        }
    }

    private void look(int round) {
        assertThat(store.get(observedSum)).isEqualTo(TOTAL);
        assertThat(store.get(unobservedSum)).isEqualTo(TOTAL);
        try (StoreSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.get(left) + snapshot.get(right)).isEqualTo(TOTAL);
            assertThat(snapshot.get(unobservedSum)).isEqualTo(TOTAL);
        }
        if (round % 4 == 0) {
            try (AtomSubscription subscription = store.subscribe(left, value -> {})) {
                assertThat(subscription.isDisposed()).isFalse();
            }
        }
    }

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
        thread.start();
        return thread;
    }

    @Test
    void sum_neverChanges_whoeverLooks() throws InterruptedException {
        AtomicInteger seen = new AtomicInteger();
        store.subscribe(observedSum, value -> failures.add(new AssertionError("the sum became " + value)));
        store.effect(context -> {
            if (context.get(left) + context.get(right) != TOTAL) {
                failures.add(new AssertionError("an effect saw half a transfer"));
            }
            seen.incrementAndGet();
        });
        List<Thread> threads = new ArrayList<>();
        threads.add(repeat(i -> transfer(i % 17)));
        threads.add(repeat(i -> transfer(-(i % 13))));
        threads.add(repeat(this::look));
        threads.add(repeat(this::look));
        runFor(threads);
        InvariantsAccess.check(store);
        assertThat(seen).hasPositiveValue();
        store.close();
    }

    @Test
    void reads_neverGoBack() throws InterruptedException {
        PrimitiveAtom<Integer> count = Atom.of(0);
        Atom<Integer> negative = Atom.map(count, n -> -n);
        List<Thread> threads = new ArrayList<>();
        threads.add(repeat(i -> store.set(count, i)));
        for (int reader = 0; reader < 2; reader++) {
            threads.add(repeat(i -> {
                int primitive = store.get(count);
                int derived = -store.get(negative);
                int again = store.get(count);
                assertThat(derived).isGreaterThanOrEqualTo(primitive);
                assertThat(again).isGreaterThanOrEqualTo(derived);
            }));
        }
        runFor(threads);
        InvariantsAccess.check(store);
    }

    @Test
    void closing_isSafeWhileEverybodyWorks() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(new Thread(() -> {
                try {
                    for (int n = 1; n < 1_000_000; n++) {
                        store.set(left, n);
                        store.subscribe(observedSum, value -> {}).dispose();
                        store.get(unobservedSum);
                    }
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessageContaining(store.name());
                } catch (Throwable error) {
                    failures.add(error);
                }
            }));
        }
        threads.forEach(Thread::start);
        while (store.get(left) < 1_500) {
            Thread.onSpinWait();
        }
        store.close();
        for (Thread thread : threads) {
            thread.join(Threads.LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(failures).isEmpty();
    }

    private void runFor(List<Thread> threads) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.getLong("threads.millis", 1_500));
        while (System.nanoTime() < end && failures.isEmpty()) {
            Thread.onSpinWait();
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join(Threads.LIMIT.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(failures).isEmpty();
    }
}
