package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomListener;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.AtomUnsettledException;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import io.atoms.inspect.ListenerFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions: who is told what, when, and in which order. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionTest {
    private final AtomStore store = AtomStore.create();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");
    private final Atom<Integer> sum = Atom.combine(a, b, Integer::sum).named("sum");

    @Nested
    @Proves("R14")
    class Telling {
        @Test
        void subscribe_isNotCalledNow() {
            store.subscribe(a, log.as("a"));
            store.subscribe(sum, log.as("sum"));

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void change_isToldWithPreviousAndCurrent() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(a, 2);
            store.set(b, 20);

            assertThat(listener.told()).containsExactly("11 -> 12", "12 -> 22");
        }

        @Test
        void transaction_isToldOnce() {
            store.subscribe(sum, log.as("sum"));
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(b, 20);
            });

            assertThat(log.lines()).containsExactly("sum=22");
        }

        @Test
        void noChangeByTheAtomsEquality_isNotTold() {
            store.subscribe(sum, log.as("sum"));
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(b, 9);
            });

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void oneListenerSubscribedTwice_isToldTwice_andDisposedSingly() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            AtomSubscription first = store.subscribe(a, listener);
            store.subscribe(a, listener);
            store.set(a, 2);
            first.dispose();
            store.set(a, 3);

            assertThat(listener.told()).containsExactly("1 -> 2", "1 -> 2", "2 -> 3");
        }

        @Test
        void listenerOfAHandle_isToldAlike() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.handle(sum).subscribe(listener);
            store.handle(sum).subscribe(log.as("sum"));
            store.handle(a).set(2);

            assertThat(listener.told()).containsExactly("11 -> 12");
            assertThat(log.lines()).containsExactly("sum=12");
        }

        @Test
        void previous_isTheValueBeforeTheCommit_evenIfTheAtomWasStaleWhenSubscribed() {
            store.get(sum);
            store.set(a, 5);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.set(a, 6);

            assertThat(listener.told()).containsExactly("15 -> 16");
        }
    }

    @Nested
    @Proves("R15")
    class Order {
        @Test
        void listeners_areCalledInOrderOfRegistration_acrossAtoms() {
            store.subscribe(sum, log.as("sum1"));
            store.subscribe(a, log.as("a1"));
            store.subscribe(b, log.as("b1"));
            store.subscribe(a, log.as("a2"));
            store.subscribe(sum, log.as("sum2"));
            store.transaction(tx -> {
                tx.set(b, 20);
                tx.set(a, 2);
            });

            assertThat(log.lines()).containsExactly("sum1=22", "a1=2", "b1=20", "a2=2", "sum2=22");
        }

        @Test
        void listenersAndEffects_shareOneOrder() {
            store.subscribe(a, log.as("l1"));
            store.effect(ctx -> log.add("e1=" + ctx.get(sum)));
            store.subscribe(a, log.as("l2"));
            store.effect(ctx -> log.add("e2=" + ctx.get(a)));
            log.drain();
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("l1=2", "e1=12", "l2=2", "e2=2");
        }

        @Test
        void disposalInTheMiddle_keepsTheOrderOfTheOthers() {
            List<AtomSubscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                subscriptions.add(store.subscribe(a, log.as("s" + i)));
            }
            for (int i = 0; i < 20; i += 3) {
                subscriptions.get(i).dispose();
            }
            store.subscribe(a, log.as("s20"));
            store.set(a, 2);

            List<String> expected = new ArrayList<>();
            for (int i = 0; i <= 20; i++) {
                if (i % 3 != 0) {
                    expected.add("s" + i + "=2");
                }
            }
            assertThat(log.lines()).containsExactlyElementsOf(expected);
        }

        @Test
        @Proves("R16")
        void writeOfAListener_isANewCommit_toldAfterTheCurrentOne() {
            store.subscribe(a, value -> {
                log.add("first a=" + value);
                store.set(b, value * 100);
                log.add("b is " + store.get(b));
            });
            store.subscribe(a, log.as("second a"));
            store.subscribe(b, log.as("b"));
            store.subscribe(sum, log.as("sum"));
            store.set(a, 2);

            assertThat(log.lines())
                    .containsExactly("first a=2", "b is 200", "second a=2", "sum=12", "b=200", "sum=202");
        }

        @Test
        @Proves("R16")
        void writeOfAListenerToItsOwnAtom_isToldToAllInCommitOrder() {
            RecordingListener<Integer> late = new RecordingListener<>();
            store.subscribe(a, value -> {
                if (value < 4) {
                    store.set(a, value + 1);
                }
            });
            store.subscribe(a, late);
            store.set(a, 2);

            assertThat(late.told()).containsExactly("1 -> 2", "2 -> 3", "3 -> 4");
        }

        @Test
        void whatAListenerIsHanded_belongsToItsCommit_evenIfItIsToldLater() {
            List<String> told = new ArrayList<>();
            store.subscribe(a, value -> {
                if (value == 2) {
                    store.set(a, 3);
                    store.set(a, 4);
                }
            });
            store.subscribe(a, (previous, current) -> told.add(previous + ">" + current + " now " + store.get(a)));
            store.set(a, 2);

            assertThat(told).containsExactly("1>2 now 4", "2>3 now 4", "3>4 now 4");
        }
    }

    @Nested
    @Proves("R15")
    class ManyThreads {
        @Test
        void allHaveRun_whenSetReturns_withOneThread() {
            store.subscribe(a, value -> store.set(b, value));
            store.subscribe(b, log.as("b"));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("b=2");
        }

        @Test
        @Proves({"R15", "T4"})
        void writerReturns_whileAnotherThreadRunsListeners_whichThenTellsForIt() {
            CountDownLatch inListener = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            store.subscribe(a, value -> {
                told.add(value + " by " + Thread.currentThread().getId());
                inListener.countDown();
                Threads.await(release);
            });
            Threads.Background<Void> first = Threads.start(() -> store.set(a, 2));
            Threads.await(inListener);
            Threads.run(() -> store.set(a, 3));
            assertThat(store.get(a)).isEqualTo(3);
            assertThat(told).hasSize(1);
            release.countDown();
            first.join();

            long firstThread = first.thread().getId();
            assertThat(told).containsExactly("2 by " + firstThread, "3 by " + firstThread);
        }

        @Test
        void listenersOfOneStore_neverRunAtTheSameTime_andInCommitOrder() {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger collisions = new AtomicInteger();
            List<Integer> values = Collections.synchronizedList(new ArrayList<>());
            store.subscribe(a, value -> {
                if (inside.incrementAndGet() > 1) {
                    collisions.incrementAndGet();
                }
                values.add(value);
                inside.decrementAndGet();
            });
            Threads.Task writer = () -> {
                for (int i = 0; i < 2000; i++) {
                    store.update(a, n -> n + 1);
                }
            };
            Threads.race(List.of(writer, writer, writer));

            assertThat(collisions).hasValue(0);
            assertThat(values).hasSize(6000).isSorted().endsWith(6001);
        }
    }

    @Nested
    @Proves("R16")
    class Reentrance {
        @Test
        void listener_mayReadSubscribeAndDispose() {
            List<AtomSubscription> made = new ArrayList<>();
            store.subscribe(a, value -> {
                log.add("sum is " + store.get(sum));
                made.add(store.subscribe(a, log.as("new" + value)));
                if (made.size() > 1) {
                    made.get(0).dispose();
                }
            });
            store.set(a, 2);
            store.set(a, 3);
            store.set(a, 4);

            assertThat(log.lines()).containsExactly("sum is 12", "sum is 13", "sum is 14", "new3=4");
        }

        @Test
        void subscriptionMadeByAListener_isNotToldOfTheRunningCommit() {
            store.subscribe(a, value -> store.subscribe(b, log.as("b")));
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(b, 20);
            });

            assertThat(log.lines()).isEmpty();
            store.set(b, 30);
            assertThat(log.lines()).containsExactly("b=30");
        }

        @Test
        void disposedByAnEarlierListener_isNotCalledInThisRound() {
            AtomicReference<AtomSubscription> later = new AtomicReference<>();
            store.subscribe(a, value -> later.get().dispose());
            later.set(store.subscribe(a, log.as("later")));
            store.set(a, 2);

            assertThat(log.lines()).isEmpty();
            assertThat(later.get().isDisposed()).isTrue();
        }

        @Test
        void disposedByALaterListener_isNotCalledForAQueuedCommit() {
            AtomicReference<AtomSubscription> target = new AtomicReference<>();
            store.subscribe(b, value -> {});
            target.set(store.subscribe(b, log.as("b")));
            store.subscribe(a, value -> {
                store.set(b, 20);
                target.get().dispose();
            });
            store.set(a, 2);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void disposesItself_isNeverCalledAgain() {
            AtomicReference<AtomSubscription> self = new AtomicReference<>();
            self.set(store.subscribe(a, value -> {
                log.add(value);
                self.get().dispose();
                store.set(a, value + 1);
            }));
            store.set(a, 2);
            store.set(a, 9);

            assertThat(log.lines()).containsExactly("2");
        }

        @Test
        void disposeTwice_isHarmless_andTryWithResourcesCloses() {
            try (AtomSubscription subscription = store.subscribe(a, log.as("a"))) {
                assertThat(subscription.isDisposed()).isFalse();
                store.set(a, 2);
                subscription.dispose();
                subscription.dispose();
            }
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("a=2");
        }

        @Test
        @Proves("T1")
        void disposedByAnotherThread_whileTheListenerRuns_isNeverCalledAgain() {
            CountDownLatch inListener = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            AtomSubscription subscription = store.subscribe(a, value -> {
                log.add(value);
                inListener.countDown();
                Threads.await(release);
            });
            Threads.Background<Void> writer = Threads.start(() -> store.set(a, 2));
            Threads.await(inListener);
            Threads.run(() -> store.set(a, 3));
            Threads.run(subscription::dispose);
            release.countDown();
            writer.join();

            assertThat(log.lines()).containsExactly("2");
        }

        @Test
        void pingPongThatSettles_ends() {
            store.subscribe(a, value -> store.set(b, Math.min(value, 20)));
            store.subscribe(b, value -> store.set(a, value + 1));
            store.set(a, 2);

            assertThat(store.get(b)).isEqualTo(20);
            assertThat(store.get(a)).isEqualTo(21);
        }
    }

    @Nested
    @Proves("R16")
    class Unsettled {
        private AtomSubscription endless(AtomStore target, PrimitiveAtom<Integer> atom) {
            return target.subscribe(atom, value -> target.set(atom, value + 1));
        }

        @Test
        void writesThatNeverSettle_areStoppedWithAnErrorThatNamesTheAtom() {
            endless(store, a);

            Throwable thrown = catchThrowable(() -> store.set(a, 2));

            assertThat(thrown).isInstanceOf(AtomUnsettledException.class).hasMessageContaining("a");
            assertThat(((AtomUnsettledException) thrown).code()).startsWith("ATOMS-");
        }

        @Test
        void message_namesAllAtomsInvolved() {
            PrimitiveAtom<Integer> ping = Atom.of(0).named("ping");
            PrimitiveAtom<Integer> pong = Atom.of(0).named("pong");
            store.subscribe(ping, value -> store.set(pong, value + 1));
            store.subscribe(pong, value -> store.set(ping, value + 1));

            assertThat(catchThrowable(() -> store.set(ping, 1)))
                    .isInstanceOf(AtomUnsettledException.class)
                    .hasMessageContaining("ping")
                    .hasMessageContaining("pong");
        }

        @Test
        void theWriteThatExceedsTheBound_throwsInsideTheListener_andIsNotCommitted() {
            AtomStore small = AtomStore.builder().maxRounds(5).build();
            List<Throwable> caught = new ArrayList<>();
            List<Integer> attempts = new ArrayList<>();
            small.subscribe(a, value -> {
                attempts.add(value + 1);
                Throwable thrown = catchThrowable(() -> small.set(a, value + 1));
                if (thrown != null) {
                    caught.add(thrown);
                }
            });
            assertThatCode(() -> small.set(a, 2)).doesNotThrowAnyException();

            assertThat(caught).hasSize(1).allMatch(error -> error instanceof AtomUnsettledException);
            assertThat(small.get(a)).isEqualTo(attempts.get(attempts.size() - 1) - 1);
            assertThat(attempts.size()).isBetween(5, 6);
        }

        @Test
        void longChainWithinTheBound_isNoError() {
            AtomStore large = AtomStore.builder().maxRounds(1000).build();
            large.subscribe(a, value -> {
                if (value < 900) {
                    large.set(a, value + 1);
                }
            });
            large.set(a, 2);

            assertThat(large.get(a)).isEqualTo(900);
        }

        @Test
        void boundIsPerOutermostWrite_notPerStore() {
            store.subscribe(a, value -> {
                if (value % 50 != 0) {
                    store.set(a, value + 1);
                }
            });
            for (int i = 0; i < 20; i++) {
                store.set(a, 50 * i + 1);
            }

            assertThat(store.get(a)).isEqualTo(1000);
        }

        @Test
        void manyWritesOfOneListenerCall_areOneRound() {
            store.subscribe(a, value -> {
                for (int i = 0; i < 500; i++) {
                    store.set(b, 1000 + i);
                }
            });
            store.set(a, 2);

            assertThat(store.get(b)).isEqualTo(1499);
        }

        @Test
        void store_staysUsable() {
            AtomSubscription loop = endless(store, a);
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(b, listener);
            assertThat(catchThrowable(() -> store.set(a, 2))).isInstanceOf(AtomUnsettledException.class);
            int stopped = store.get(a);

            store.set(b, 20);
            assertThat(store.get(sum)).isEqualTo(stopped + 20);
            loop.dispose();
            Threads.run(() -> store.set(a, -5));
            assertThat(store.get(sum)).isEqualTo(15);
            assertThat(listener.told()).containsExactly("10 -> 20");
        }

        @Test
        void otherListeners_areToldOfEveryCommittedRound() {
            AtomStore small = AtomStore.builder().maxRounds(10).build();
            endless(small, a);
            RecordingListener<Integer> listener = new RecordingListener<>();
            small.subscribe(a, listener);
            assertThat(catchThrowable(() -> small.set(a, 2))).isInstanceOf(AtomUnsettledException.class);

            List<Integer> expected = new ArrayList<>();
            for (int i = 2; i <= small.get(a); i++) {
                expected.add(i);
            }
            assertThat(listener.values()).isEqualTo(expected);
        }
    }

    @Nested
    @Proves("R17")
    class Throwing {
        private final IllegalArgumentException first = new IllegalArgumentException("first");
        private final IllegalArgumentException second = new IllegalArgumentException("second");

        @Test
        void listenerThatThrows_doesNotStopTheOthers_andReachesTheWriter() {
            store.subscribe(a, value -> {
                throw first;
            });
            store.subscribe(a, log.as("a"));
            store.effect(ctx -> log.add("effect " + ctx.get(a)));
            store.subscribe(a, value -> {
                throw second;
            });
            store.subscribe(sum, log.as("sum"));
            log.drain();

            Throwable thrown = catchThrowable(() -> store.set(a, 2));

            assertThat(thrown).isSameAs(first).hasSuppressedException(second);
            assertThat(log.lines()).containsExactly("a=2", "effect 2", "sum=12");
            assertThat(store.get(a)).isEqualTo(2);
        }

        @Test
        void sameErrorFromTwoListeners_isThrownOnce() {
            store.subscribe(a, value -> {
                throw first;
            });
            store.subscribe(a, value -> {
                throw first;
            });

            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(first).hasNoSuppressedExceptions();
        }

        @Test
        void errorWithoutSuppression_isThrownAsItIs() {
            class Terse extends RuntimeException {
                private static final long serialVersionUID = 1L;

                Terse() {
                    super("terse", null, false, false);
                }
            }
            Terse terse = new Terse();
            store.subscribe(a, value -> {
                throw terse;
            });
            store.subscribe(a, value -> {
                throw second;
            });

            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(terse);
        }

        @Test
        void listenerThatThrew_isCalledAgain() {
            store.subscribe(a, value -> {
                log.add(value);
                throw first;
            });
            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(first);
            assertThat(catchThrowable(() -> store.set(a, 3))).isSameAs(first);

            assertThat(log.lines()).containsExactly("2", "3");
        }

        @Test
        void errorsOfAllRounds_reachTheOutermostWriter() {
            store.subscribe(a, value -> {
                store.set(b, 20);
                throw first;
            });
            store.subscribe(b, value -> {
                throw second;
            });

            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(first).hasSuppressedException(second);
            assertThat(store.get(b)).isEqualTo(20);
        }

        @Test
        void transactionActionAndReset_throwListenerErrorsToo_andTheCommitStays() {
            store.subscribe(a, value -> {
                throw first;
            });
            assertThat(catchThrowable(() -> store.transaction(tx -> tx.set(a, 2))))
                    .isSameAs(first);
            assertThat(catchThrowable(() -> store.update(a, n -> n + 1))).isSameAs(first);
            assertThat(store.get(a)).isEqualTo(3);
            assertThat(catchThrowable(() -> store.reset(a))).isSameAs(first);
            assertThat(store.get(a)).isEqualTo(1);
        }

        @Test
        void errors_areThrownToo() {
            AssertionError error = new AssertionError("error");
            store.subscribe(a, value -> {
                throw error;
            });
            store.subscribe(a, log.as("a"));

            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(error);
            assertThat(log.lines()).containsExactly("a=2");
        }

        @Test
        void withAnErrorHandler_nothingReachesTheWriter() {
            List<ListenerFailure> failures = new ArrayList<>();
            AtomStore handled = AtomStore.builder().onError(failures::add).build();
            handled.subscribe(a, value -> {
                throw first;
            });
            handled.subscribe(a, log.as("a"));
            handled.subscribe(a, value -> {
                throw second;
            });
            handled.set(a, 2);

            assertThat(failures).extracting(ListenerFailure::error).containsExactly(first, second);
            assertThat(failures).allMatch(failure -> failure.source().contains("listener of a"));
            assertThat(log.lines()).containsExactly("a=2");
        }

        @Test
        void withAnErrorHandler_failedIsTakenToo() {
            List<ListenerFailure> failures = new ArrayList<>();
            AtomStore handled = AtomStore.builder().onError(failures::add).build();
            Atom<Integer> inverse = Atom.map(a, n -> 1 / n);
            handled.subscribe(inverse, log.as("inverse"));
            handled.set(a, 0);
            handled.set(a, 1);

            assertThat(failures).hasSize(1);
            assertThat(failures.get(0).error()).isInstanceOf(ArithmeticException.class);
            assertThat(log.lines()).containsExactly("inverse=1");
        }

        @Test
        void errorHandlerThatThrows_doesNotStopTheOthers() {
            AtomStore fragile = AtomStore.builder()
                    .onError(failure -> {
                        throw second;
                    })
                    .build();
            fragile.subscribe(a, value -> {
                throw first;
            });
            fragile.subscribe(a, log.as("a"));
            Throwable thrown = catchThrowable(() -> fragile.set(a, 2));
            assertThat(log.lines()).containsExactly("a=2");
            assertThat(thrown == null || thrown == second || thrown == first).isTrue();

            Throwable again = Threads.call(() -> catchThrowable(() -> fragile.set(a, 3)));
            assertThat(again).isEqualTo(thrown);
            assertThat(fragile.get(a)).isEqualTo(3);
            assertThat(log.lines()).containsExactly("a=2", "a=3");
        }

        @Test
        void failedThatThrowsAnother_isAListenerError() {
            Atom<Integer> inverse = Atom.map(a, n -> 1 / n);
            store.subscribe(inverse, new AtomListener<Integer>() {
                @Override
                public void changed(Integer previous, Integer current) {
                    log.add(current);
                }

                @Override
                public void failed(Throwable error) {
                    throw second;
                }
            });

            assertThat(catchThrowable(() -> store.set(a, 0))).isSameAs(second);
        }

        @Test
        void errorOfAWriterWhoseListenersAnotherThreadRuns_isNotLost() {
            CountDownLatch inListener = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            store.subscribe(a, value -> {
                inListener.countDown();
                Threads.await(release);
            });
            store.subscribe(b, value -> {
                throw first;
            });
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Threads.Background<Void> draining = Threads.start(() -> thrown.set(catchThrowable(() -> store.set(a, 2))));
            Threads.await(inListener);
            Threads.run(() -> store.set(b, 20));
            release.countDown();
            draining.join();

            assertThat(thrown.get()).isSameAs(first);
        }
    }
}
