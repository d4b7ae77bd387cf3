package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What user code runs without the lock, who gets the lock, and on which threads. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockDisciplineTest {
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> probe = Atom.of(0).named("probe");

    /** Another thread writes the store while the calling thread is inside user code: it can, if the lock is free. */
    private void assertLockIsFree(AtomStore store, String where) {
        Threads.run(() -> store.update(probe, n -> n + 1));
        log.add(where);
    }

    @Nested
    @Proves("T4")
    class UserCodeWithoutTheLock {
        private final AtomStore store = AtomStore.create();

        @Test
        void listener() {
            store.subscribe(a, value -> assertLockIsFree(store, "listener"));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("listener");
        }

        @Test
        void failedOfAListener() {
            Atom<Integer> inverse = Atom.map(a, n -> 1 / n);
            store.subscribe(inverse, new io.atoms.AtomListener<Integer>() {
                @Override
                public void changed(Integer previous, Integer current) {}

                @Override
                public void failed(Throwable error) {
                    assertLockIsFree(store, "failed");
                }
            });
            store.set(a, 0);

            assertThat(log.lines()).containsExactly("failed");
        }

        @Test
        void effectAndItsCleanup_atCreationRunAndDisposal() {
            AtomSubscription effect = store.effect(ctx -> {
                ctx.get(a);
                assertLockIsFree(store, "effect");
                ctx.onCleanup(() -> assertLockIsFree(store, "cleanup"));
            });
            store.set(a, 2);
            effect.dispose();

            assertThat(log.lines()).containsExactly("effect", "cleanup", "effect", "cleanup");
        }

        @Test
        void effectCreatedAndDisposedInATransaction() {
            AtomSubscription effect = store.transactionResult(tx -> {
                tx.set(a, 2);
                return store.effect(ctx -> {
                    assertLockIsFree(store, "effect");
                    ctx.onCleanup(() -> assertLockIsFree(store, "cleanup"));
                });
            });
            store.transaction(tx -> effect.dispose());

            assertThat(log.lines()).containsExactly("effect", "cleanup");
        }

        @Test
        void mountAndUnmount() {
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
                assertLockIsFree(store, "mount");
                return () -> assertLockIsFree(store, "unmount");
            });
            store.subscribe(mounting, value -> {}).dispose();

            assertThat(log.lines()).containsExactly("mount", "unmount");
        }

        @Test
        void mountAndUnmount_bySwitchingDependencies() {
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
                assertLockIsFree(store, "mount");
                return () -> assertLockIsFree(store, "unmount");
            });
            store.subscribe(Atom.derived(get -> get.get(a) == 2 ? get.get(mounting) : 0), value -> {});
            store.set(a, 2);
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("mount", "unmount");
        }

        @Test
        void fluxSubscriber() {
            store.flux(a).subscribe(value -> assertLockIsFree(store, "next " + value));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("next 1", "next 2");
        }

        @Test
        void errorHandler() {
            AtomicReference<AtomStore> self = new AtomicReference<>();
            AtomStore handled = AtomStore.builder()
                    .onError(failure -> assertLockIsFree(self.get(), "handler"))
                    .build();
            self.set(handled);
            handled.subscribe(a, value -> {
                throw new IllegalArgumentException("listener");
            });
            handled.set(a, 2);

            assertThat(log.lines()).containsExactly("handler");
        }

        @Test
        void observer() {
            AtomicReference<AtomStore> self = new AtomicReference<>();
            AtomicBoolean probing = new AtomicBoolean();
            AtomStore watched = AtomStore.builder()
                    .observer(new StoreObserver() {
                        @Override
                        public void created(AtomInfo atom) {
                            check("created", atom.name());
                        }

                        @Override
                        public void recomputed(Recompute recompute) {
                            check("recomputed", recompute.atom().name());
                        }

                        @Override
                        public void committed(ChangeSet changes) {
                            check("committed", changes.cause());
                        }

                        @Override
                        public void observed(AtomInfo atom) {
                            check("observed", atom.name());
                        }

                        @Override
                        public void unobserved(AtomInfo atom) {
                            check("unobserved", atom.name());
                        }

                        private void check(String event, String what) {
                            if (!what.contains("probe") && probing.compareAndSet(false, true)) {
                                assertLockIsFree(self.get(), event);
                                probing.set(false);
                            }
                        }
                    })
                    .build();
            self.set(watched);
            Atom<Integer> twice = Atom.map(a, n -> n * 2);
            AtomSubscription subscription = watched.subscribe(twice, value -> {});
            watched.set(a, 2);
            subscription.dispose();

            assertThat(log.lines()).contains("created", "recomputed", "committed", "observed", "unobserved");
        }

        @Test
        void cleanupsAndUnmounts_atClose() {
            PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> () -> assertLockIsFree(store, "unmount"));
            store.subscribe(mounting, value -> {});
            store.effect(ctx -> ctx.onCleanup(() -> assertLockIsFree(store, "cleanup")));
            store.close();

            assertThat(log.lines()).containsExactlyInAnyOrder("cleanup", "unmount");
        }
    }

    @Nested
    @Proves("T1")
    class Writers {
        private final AtomStore store = AtomStore.create();

        @Test
        void twoWriters_bothMakeProgress() {
            AtomicInteger[] commits = {new AtomicInteger(), new AtomicInteger()};
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch enough = new CountDownLatch(2);
            Threads.Background<Void> one = Threads.start(() -> write(commits[0], enough, stop));
            Threads.Background<Void> two = Threads.start(() -> write(commits[1], enough, stop));
            Threads.await(enough);
            stop.set(true);
            one.join();
            two.join();

            assertThat(store.get(a)).isEqualTo(1 + commits[0].get() + commits[1].get());
        }

        private void write(AtomicInteger commits, CountDownLatch enough, AtomicBoolean stop) {
            while (!stop.get()) {
                store.update(a, n -> n + 1);
                if (commits.incrementAndGet() == 3000) {
                    enough.countDown();
                }
            }
        }

        @Test
        void writerThatWaits_getsItsTurn_whileAnotherNeverStops() {
            AtomicBoolean stop = new AtomicBoolean();
            Threads.Background<Void> greedy = Threads.start(() -> {
                while (!stop.get()) {
                    store.transaction(tx -> {
                        for (int i = 0; i < 100; i++) {
                            tx.update(a, n -> n + 1);
                        }
                    });
                }
            });
            Threads.Background<Void> modest = Threads.start(() -> {
                for (int i = 0; i < 200; i++) {
                    store.update(probe, n -> n + 1);
                }
            });
            modest.join();
            stop.set(true);
            greedy.join();

            assertThat(store.get(probe)).isEqualTo(200);
        }

        @Test
        void manyThreads_ofAnyKind_useOneStore() throws Exception {
            ExecutorService executor = virtualThreadsOrPool();
            try {
                Atom<Integer> twice = Atom.map(a, n -> n * 2);
                java.util.List<Future<?>> futures = new java.util.ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    futures.add(executor.submit(() -> {
                        for (int n = 0; n < 20; n++) {
                            store.update(a, value -> value + 1);
                            store.get(twice);
                        }
                    }));
                }
                for (Future<?> future : futures) {
                    future.get(Threads.LIMIT.toSeconds(), TimeUnit.SECONDS);
                }
            } finally {
                executor.shutdownNow();
            }

            assertThat(store.get(a)).isEqualTo(4001);
        }

        /** Virtual threads where the JVM has them. */
        private ExecutorService virtualThreadsOrPool() throws ReflectiveOperationException {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (NoSuchMethodException e) {
                return Executors.newFixedThreadPool(16);
            }
        }

        @Test
        void interruptedThread_canStillReadAndWrite() {
            Threads.run(() -> {
                Thread.currentThread().interrupt();
                store.set(a, 5);
                assertThat(store.get(a)).isEqualTo(5);
                assertThat(Thread.interrupted()).isTrue();
            });
        }
    }
}
