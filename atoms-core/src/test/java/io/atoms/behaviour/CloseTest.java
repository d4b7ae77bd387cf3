package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing a store: everything ends, at any moment, from anywhere. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R27")
class CloseTest {
    private final AtomStore store = AtomStore.builder().name("shop").build();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> mounting = Atom.of(1).onMount(ctx -> {
        log.add("mount");
        return log.line("unmount");
    });

    @Nested
    class Ending {
        @Test
        void close_disposesEverything_runsCleanupsAndUnmounts() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            AtomSubscription subscription = store.subscribe(mounting, listener);
            AtomSubscription effect = store.effect(ctx -> {
                ctx.get(a);
                ctx.onCleanup(log.line("outer cleanup"));
                store.effect(inner -> inner.onCleanup(log.line("inner cleanup")));
            });
            log.drain();
            store.close();

            assertThat(log.lines()).containsExactlyInAnyOrder("outer cleanup", "inner cleanup", "unmount");
            assertThat(log.lines()).containsSubsequence("outer cleanup", "inner cleanup");
            assertThat(subscription.isDisposed()).isTrue();
            assertThat(effect.isDisposed()).isTrue();
            assertThat(store.isClosed()).isTrue();
            assertThat(listener.told()).isEmpty();
        }

        @Test
        void closeTwice_isHarmless() {
            store.effect(ctx -> ctx.onCleanup(log.line("cleanup")));
            store.close();
            store.close();

            assertThat(log.lines()).containsExactly("cleanup");
        }

        @Test
        void tryWithResources_closes() {
            AtomStore outside;
            try (AtomStore inside = AtomStore.create()) {
                inside.set(a, 2);
                outside = inside;
            }

            assertThat(outside.isClosed()).isTrue();
        }

        @Test
        void disposingAfterClose_isHarmless() {
            AtomSubscription subscription = store.subscribe(a, value -> {});
            AtomSubscription effect = store.effect(ctx -> ctx.get(a));
            StoreSnapshot snapshot = store.snapshot();
            store.close();
            subscription.dispose();
            effect.dispose();
            snapshot.close();

            assertThat(subscription.isDisposed() && effect.isDisposed()).isTrue();
        }

        @Test
        @Proves("R17")
        void cleanupThatThrows_doesNotStopTheOthers() {
            IllegalArgumentException error = new IllegalArgumentException("cleanup");
            store.effect(ctx -> ctx.onCleanup(() -> {
                throw error;
            }));
            store.effect(ctx -> ctx.onCleanup(log.line("second")));
            store.subscribe(mounting, value -> {});
            log.drain();

            assertThat(catchThrowable(store::close)).isSameAs(error);
            assertThat(log.lines()).containsExactlyInAnyOrder("second", "unmount");
            assertThat(store.isClosed()).isTrue();
        }

        @Test
        void otherStores_goOn() {
            AtomStore other = AtomStore.create();
            RecordingListener<Integer> listener = new RecordingListener<>();
            other.subscribe(a, listener);
            store.close();
            other.set(a, 2);

            assertThat(listener.told()).containsExactly("1 -> 2");
        }
    }

    @Nested
    class LaterUse {
        static Stream<Arguments> uses() {
            PrimitiveAtom<Integer> atom = Atom.of(1);
            Atom<Integer> derived = Atom.map(atom, n -> n + 1);
            return Stream.of(
                    use("get", store -> store.get(atom)),
                    use("get derived", store -> store.get(derived)),
                    use("peek", store -> store.peek(atom)),
                    use("set", store -> store.set(atom, 2)),
                    use("set equal", store -> store.set(atom, 1)),
                    use("update", store -> store.update(atom, n -> n)),
                    use("reset", store -> store.reset(atom)),
                    use("run", store -> store.run(Atom.<Integer, Integer>action((set, n) -> n), 1)),
                    use("transaction", store -> store.transaction(tx -> {})),
                    use("transactionResult", store -> store.transactionResult(tx -> 1)),
                    use("subscribe", store -> store.subscribe(atom, value -> {})),
                    use("subscribe listener", store -> store.subscribe(atom, (previous, current) -> {})),
                    use("effect", store -> store.effect(ctx -> {})),
                    use("snapshot", AtomStore::snapshot),
                    use("flux", store -> store.flux(atom).blockFirst()),
                    use("inspect", AtomStore::inspect),
                    use("handle", store -> store.handle(atom).get()),
                    use("writable handle", store -> store.handle(atom).set(3)));
        }

        private static Arguments use(String name, Consumer<AtomStore> use) {
            return Arguments.of(name, use);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("uses")
        void throws_namingTheStore(String name, Consumer<AtomStore> use) {
            use.accept(AtomStore.create());
            store.close();
            Throwable thrown = catchThrowable(() -> use.accept(store));

            assertThat(name).isNotEmpty();
            assertThat(thrown)
                    .isInstanceOf(StoreClosedException.class)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("shop");
        }

        @Test
        void handleMadeBefore_throws() {
            AtomHandle<Integer> handle = store.handle(a);
            AtomHandle<Integer> derived = store.handle(Atom.map(a, n -> n));
            handle.get();
            derived.get();
            store.close();

            assertThatThrownBy(handle::get).isInstanceOf(StoreClosedException.class);
            assertThatThrownBy(derived::get).isInstanceOf(StoreClosedException.class);
            assertThatThrownBy(() -> handle.subscribe(value -> {})).isInstanceOf(StoreClosedException.class);
        }

        @Test
        void restore_throws() {
            StoreSnapshot snapshot = store.snapshot();
            store.close();

            assertThatThrownBy(() -> store.restore(snapshot)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void nameIsClosedToStringAndClose_stillWork() {
            store.close();

            assertThat(store.name()).isEqualTo("shop");
            assertThat(store.toString()).contains("shop");
            assertThat(store.isClosed()).isTrue();
            store.close();
        }
    }

    @Nested
    class FromEverywhere {
        private void assertClosed() {
            assertThat(store.isClosed()).isTrue();
            assertThatThrownBy(() -> store.set(a, 99)).isInstanceOf(StoreClosedException.class);
            Threads.run(() -> assertThatThrownBy(() -> store.set(a, 99)).isInstanceOf(StoreClosedException.class));
        }

        @Test
        void inAListener_stopsTheLaterOnes() {
            store.effect(ctx -> ctx.onCleanup(log.line("cleanup")));
            store.subscribe(a, value -> {
                log.add("first");
                store.close();
            });
            store.subscribe(a, log.as("second"));
            catchClosed(() -> store.set(a, 2));

            assertThat(log.lines()).containsExactly("first", "cleanup");
            assertClosed();
        }

        @Test
        void inATransaction_takesEffectWhenItEnds() {
            store.effect(ctx -> ctx.onCleanup(log.line("cleanup")));
            store.transaction(tx -> {
                tx.set(a, 2);
                store.close();
                assertThat(tx.get(a)).isEqualTo(2);
                tx.set(a, 3);
                assertThat(log.lines()).isEmpty();
            });

            assertThat(log.lines()).containsExactly("cleanup");
            assertClosed();
        }

        @Test
        void inATransactionThatThrows_closesToo() {
            store.effect(ctx -> ctx.onCleanup(log.line("cleanup")));
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(a, 2);
                        store.close();
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");

            assertThat(log.lines()).containsExactly("cleanup");
            assertClosed();
        }

        @Test
        void inAnEffect_endsIt() {
            store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                ctx.onCleanup(log.line("cleanup " + value));
                if (value == 2) {
                    store.close();
                }
            });
            catchClosed(() -> store.set(a, 2));

            assertThat(log.lines()).containsExactly("1", "cleanup 1", "2", "cleanup 2");
            assertClosed();
        }

        @Test
        void inAnEffectsFirstRun_endsIt() {
            catchClosed(() -> store.effect(ctx -> {
                ctx.onCleanup(log.line("cleanup"));
                store.close();
            }));

            assertThat(log.lines()).containsExactly("cleanup");
            assertClosed();
        }

        @Test
        void inACleanup_ends() {
            AtomSubscription effect = store.effect(ctx -> ctx.onCleanup(() -> {
                log.add("cleanup");
                store.close();
            }));
            store.effect(ctx -> ctx.onCleanup(log.line("other cleanup")));
            catchClosed(effect::dispose);

            assertThat(log.lines()).containsExactly("cleanup", "other cleanup");
            assertClosed();
        }

        @Test
        void inMountAndUnmount_ends() {
            PrimitiveAtom<Integer> suicidal = Atom.of(1).onMount(ctx -> {
                log.add("+");
                store.close();
                return log.line("-");
            });
            catchClosed(() -> store.subscribe(suicidal, value -> {}));

            assertThat(log.lines()).containsExactly("+", "-");
            assertClosed();
        }

        @Test
        void inAFluxSubscriber_completesIt() {
            store.flux(a)
                    .subscribe(
                            value -> {
                                log.add(value);
                                if (value == 2) {
                                    store.close();
                                }
                            },
                            error -> log.add("error"),
                            () -> log.add("complete"));
            catchClosed(() -> store.set(a, 2));

            assertThat(log.lines()).containsExactly("1", "2", "complete");
            assertClosed();
        }

        @Test
        void inAnErrorHandler_ends() {
            AtomicReference<AtomStore> self = new AtomicReference<>();
            AtomStore handled =
                    AtomStore.builder().onError(failure -> self.get().close()).build();
            self.set(handled);
            handled.subscribe(a, value -> {
                throw new IllegalArgumentException("listener");
            });
            catchClosed(() -> handled.set(a, 2));

            assertThat(handled.isClosed()).isTrue();
        }

        @Test
        void inAnObserver_ends() {
            AtomicReference<AtomStore> self = new AtomicReference<>();
            AtomStore watched = AtomStore.builder()
                    .observer(new StoreObserver() {
                        @Override
                        public void committed(ChangeSet changes) {
                            self.get().close();
                        }
                    })
                    .build();
            self.set(watched);
            catchClosed(() -> watched.set(a, 2));

            assertThat(watched.isClosed()).isTrue();
        }

        @Test
        void inAReadFunction_neitherHangsNorCorrupts() {
            Atom<Integer> closing = Atom.derived(get -> {
                store.close();
                return get.get(a);
            });
            Threads.run(() -> {
                Throwable thrown = catchThrowable(() -> store.get(closing));
                assertThat(thrown == null || thrown instanceof IllegalStateException)
                        .isTrue();
                store.close();
            });

            assertClosed();
        }

        @Test
        void inAReadFunctionOfAnObservedAtom_neitherHangsNorCorrupts() {
            Atom<Integer> closing = Atom.derived(get -> {
                if (get.get(a) == 2) {
                    store.close();
                }
                return get.get(a);
            });
            store.subscribe(closing, new RecordingListener<>());
            Threads.run(() -> {
                Throwable thrown = catchThrowable(() -> store.set(a, 2));
                assertThat(thrown == null || thrown instanceof IllegalStateException)
                        .isTrue();
                store.close();
            });

            assertClosed();
        }

        /** Runs what closes the store half-way; whether its own end is an error is left open. */
        private void catchClosed(Runnable action) {
            Throwable thrown = catchThrowable(action::run);
            assertThat(thrown == null || thrown instanceof StoreClosedException)
                    .as("thrown: %s", thrown)
                    .isTrue();
        }
    }

    @Nested
    @Proves("T1")
    class FromOtherThreads {
        @Test
        void waitsForARunningTransaction_whichCommits() {
            ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(a, 2));
            store.isClosed();
            Threads.Background<Void> closing = Threads.start(store::close);
            parked.close();
            closing.join();

            assertThat(store.isClosed()).isTrue();
        }

        @Test
        void writersThatWaitForTheLock_getTheClosedError() {
            ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(a, 2));
            Threads.Background<Void> closing = Threads.start(store::close);
            Threads.Background<Throwable> writer = startWriter();
            parked.close();
            closing.join();
            Throwable thrown = writer.join();

            assertThat(thrown == null || thrown instanceof StoreClosedException).isTrue();
            assertThatThrownBy(() -> store.get(a)).isInstanceOf(StoreClosedException.class);
        }

        private Threads.Background<Throwable> startWriter() {
            return Threads.compute(() -> catchThrowable(() -> store.set(a, 3)));
        }

        @Test
        void twoListenersThatCloseEachOthersStore_doNotWaitForEachOther() {
            AtomStore other = AtomStore.create();
            CountDownLatch both = new CountDownLatch(2);
            store.subscribe(a, value -> {
                both.countDown();
                Threads.await(both);
                other.close();
            });
            other.subscribe(a, value -> {
                both.countDown();
                Threads.await(both);
                store.close();
            });
            long begun = System.nanoTime();
            Threads.race(List.of(() -> store.set(a, 2), () -> other.set(a, 2)));
            assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L); // what closing would wait
            assertThat(store.isClosed()).isTrue();
            assertThat(other.isClosed()).isTrue();
        }

        @Test
        void returnsWhenTheCleanupsHaveRun_whoeverRunsThem() {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            store.subscribe(a, value -> {
                inside.countDown();
                Threads.await(leave);
            });
            store.effect(ctx -> ctx.onCleanup(log.line("cleanup")));
            Threads.Background<Void> writer = Threads.start(() -> store.set(a, 2));
            Threads.await(inside);
            Threads.Background<Void> closing = Threads.start(() -> {
                store.close();
                log.add("closed");
            });
            while (closing.thread().getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(log.lines()).isEmpty();
            leave.countDown();
            closing.join();
            writer.join();
            assertThat(log.lines()).containsExactly("cleanup", "closed");
        }

        @Test
        void whileAListenerRuns_isSafe_andItsLaterOnesAreNotCalled() {
            CountDownLatch inListener = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            store.subscribe(a, value -> {
                inListener.countDown();
                Threads.await(release);
            });
            store.subscribe(a, log.as("later"));
            Threads.Background<Throwable> writer = Threads.compute(() -> catchThrowable(() -> store.set(a, 2)));
            Threads.await(inListener);
            Threads.Background<Void> closing = Threads.start(store::close);
            while (!store.isClosed()) {
                Thread.onSpinWait();
            }
            release.countDown();
            closing.join();
            writer.join();

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void racingWithEverything_endsWithOnlyClosedErrors() {
            for (int round = 0; round < 50; round++) {
                AtomStore racing = AtomStore.create();
                List<Throwable> errors = java.util.Collections.synchronizedList(new ArrayList<>());
                Atom<Integer> sum = Atom.derived(get -> get.get(a) + get.get(mounting));
                List<Threads.Task> tasks = List.of(
                        () -> useUntilClosed(errors, () -> racing.update(a, n -> n + 1)),
                        () -> useUntilClosed(errors, () -> racing.get(sum)),
                        () -> useUntilClosed(
                                errors, () -> racing.subscribe(sum, value -> {}).dispose()),
                        () -> useUntilClosed(errors, () -> racing.effect(ctx -> ctx.get(sum))),
                        () -> useUntilClosed(errors, () -> racing.snapshot().close()),
                        racing::close);
                Threads.race(tasks);

                assertThat(errors).hasSize(5).allMatch(error -> error instanceof StoreClosedException);
            }
            List<String> lines = log.drain();
            assertThat(lines.stream().filter("mount"::equals).count())
                    .isEqualTo(lines.stream().filter("unmount"::equals).count());
        }

        private void useUntilClosed(List<Throwable> errors, Runnable use) {
            Throwable thrown = null;
            while (thrown == null) {
                thrown = catchThrowable(use::run);
            }
            errors.add(thrown);
        }
    }
}
