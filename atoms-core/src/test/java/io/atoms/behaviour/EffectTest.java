package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.AtomUnsettledException;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import io.atoms.inspect.ListenerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Effects: when they run, what they see, how they end. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R18")
class EffectTest {
    private final AtomStore store = AtomStore.create();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");
    private final Atom<Integer> sum = Atom.combine(a, b, Integer::sum);

    @Nested
    class Running {
        @Test
        void effect_runsOnceWhenCreated() {
            store.effect(ctx -> log.add(ctx.get(sum)));

            assertThat(log.lines()).containsExactly("11");
        }

        @Test
        void effectWithoutReads_runsOnceOnly() {
            store.effect(ctx -> log.add("run"));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("run");
        }

        @Test
        void change_runsItAgain_onceCommitted() {
            store.effect(ctx -> log.add(ctx.get(a) + "+" + ctx.get(b) + "=" + ctx.get(sum)));
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(b, 20);
            });
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("1+10=11", "2+20=22", "3+20=23");
        }

        @Test
        @Proves("R12")
        void equalWriteAndCutOff_doNotRunIt() {
            Atom<Integer> parity = Atom.map(a, n -> n % 2);
            store.effect(ctx -> log.add(ctx.get(parity)));
            store.set(a, 1);
            store.set(a, 3);
            store.set(a, 4);

            assertThat(log.lines()).containsExactly("1", "0");
        }

        @Test
        @Proves("R2")
        void dependencies_areThoseOfTheLastRun() {
            PrimitiveAtom<Boolean> left = Atom.of(true);
            store.effect(ctx -> log.add(ctx.get(left) ? ctx.get(a) : ctx.get(b)));
            store.set(b, 20);
            store.set(left, false);
            store.set(a, 2);
            store.set(b, 30);

            assertThat(log.lines()).containsExactly("1", "20", "30");
        }

        @Test
        void peek_isNoDependency() {
            store.effect(ctx -> log.add(ctx.get(a) + "/" + ctx.peek(b)));
            store.set(b, 20);
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("1/10", "2/20");
        }

        @Test
        void storeReadsInside_areNoDependencies() {
            store.effect(ctx -> log.add(ctx.get(a) + "/" + store.get(b)));
            store.set(b, 20);
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("1/10", "2/20");
        }

        @Test
        void effects_runInOrderOfCreation() {
            store.effect(ctx -> log.add("1:" + ctx.get(sum)));
            store.effect(ctx -> log.add("2:" + ctx.get(a)));
            store.effect(ctx -> log.add("3:" + ctx.get(b)));
            log.drain();
            store.transaction(tx -> {
                tx.set(b, 20);
                tx.set(a, 2);
            });

            assertThat(log.lines()).containsExactly("1:22", "2:2", "3:20");
        }

        @Test
        void effectMadeInAListener_runsAfterThoseOfTheRunningCommit() {
            store.subscribe(a, value -> {
                log.add("listener");
                store.effect(ctx -> log.add("new " + ctx.get(a)));
                log.add("listener done");
            });
            store.subscribe(a, log.as("later"));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("listener", "listener done", "later=2", "new 2");
        }

        @Test
        @Proves("R3")
        void allReadsOfARun_belongToOneCommit_whileOthersWrite() {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            Threads.Background<Void> creator = Threads.start(() -> store.effect(ctx -> {
                int left = ctx.get(a);
                read.countDown();
                Threads.await(written);
                log.add(left + "/" + ctx.get(b) + "/" + ctx.get(sum) + "/" + store.get(b));
            }));
            Threads.await(read);
            Threads.run(() -> store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(b, 20);
            }));
            written.countDown();
            creator.join();

            assertThat(log.lines())
                    .startsWith("1/10/11/10")
                    .endsWith("2/20/22/20")
                    .hasSize(2);
        }

        @Test
        @Proves("R3")
        void derivedFirstReadDuringARun_isOfTheRunsCommit_andRecomputedForTheNext() {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            Atom<String> late = Atom.combine(a, b, (x, y) -> x + "&" + y);
            Threads.Background<Void> creator = Threads.start(() -> store.effect(ctx -> {
                ctx.get(a);
                read.countDown();
                Threads.await(written);
                log.add(ctx.get(late));
            }));
            Threads.await(read);
            Threads.run(() -> store.set(b, 20));
            Threads.run(() -> store.set(b, 30));
            written.countDown();
            creator.join();

            assertThat(log.lines()).startsWith("1&10").endsWith("1&30");
            assertThat(store.get(late)).isEqualTo("1&30");
        }
    }

    @Nested
    class Cleanup {
        @Test
        void cleanup_runsBeforeEachRunAndAtDispose() {
            AtomSubscription effect = store.effect(ctx -> {
                int value = ctx.get(a);
                log.add("run " + value);
                ctx.onCleanup(log.line("clean " + value));
            });
            store.set(a, 2);
            effect.dispose();
            effect.dispose();
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("run 1", "clean 1", "run 2", "clean 2");
            assertThat(effect.isDisposed()).isTrue();
        }

        @Test
        void severalCleanups_runInOrderOfRegistration() {
            store.effect(ctx -> {
                        ctx.onCleanup(log.line("one"));
                        ctx.onCleanup(log.line("two"));
                        ctx.onCleanup(log.line("three"));
                    })
                    .dispose();

            assertThat(log.lines()).containsExactly("one", "two", "three");
        }

        @Test
        void cleanupOfARunThatRegisteredNone_isNothing() {
            store.effect(ctx -> {
                if (ctx.get(a) == 1) {
                    ctx.onCleanup(log.line("once"));
                }
            });
            store.set(a, 2);
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("once");
        }

        @Test
        void whatACleanupReads_isTrackedByNobody() {
            AtomicInteger runs = new AtomicInteger();
            store.effect(ctx -> {
                runs.incrementAndGet();
                ctx.get(a);
                ctx.onCleanup(() -> log.add("clean " + store.get(b)));
            });
            store.set(a, 2);
            assertThat(runs).hasValue(2);
            store.set(b, 20);

            assertThat(runs).hasValue(2);
            assertThat(log.lines()).containsExactly("clean 10");
        }

        @Test
        void cleanupThatDisposesAnotherEffectsOwner_tracksNothingEither() {
            AtomicInteger outerRuns = new AtomicInteger();
            AtomSubscription cleaned = store.effect(ctx -> ctx.onCleanup(() -> store.get(b)));
            store.effect(ctx -> {
                outerRuns.incrementAndGet();
                ctx.get(a);
                cleaned.dispose();
            });
            store.set(b, 20);

            assertThat(outerRuns).hasValue(1);
        }

        @Test
        @Proves("R17")
        void cleanupThatThrows_doesNotStopTheRunNorTheOtherCleanups() {
            IllegalArgumentException error = new IllegalArgumentException("cleanup");
            store.effect(ctx -> {
                log.add("run " + ctx.get(a));
                ctx.onCleanup(() -> {
                    throw error;
                });
                ctx.onCleanup(log.line("second cleanup"));
            });

            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(error);
            assertThat(log.lines()).containsExactly("run 1", "second cleanup", "run 2");
        }

        @Test
        @Proves("R17")
        void cleanupThatThrowsAtDispose_reachesTheDisposer() {
            IllegalArgumentException error = new IllegalArgumentException("cleanup");
            AtomSubscription effect = store.effect(ctx -> ctx.onCleanup(() -> {
                throw error;
            }));

            assertThat(catchThrowable(effect::dispose)).isSameAs(error);
            assertThat(effect.isDisposed()).isTrue();
        }

        @Test
        void cleanupThatWrites_isAnOrdinaryWrite() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(b, listener);
            AtomSubscription effect = store.effect(ctx -> {
                ctx.get(a);
                ctx.onCleanup(() -> store.update(b, n -> n + 1));
            });
            store.set(a, 2);
            effect.dispose();

            assertThat(listener.told()).containsExactly("10 -> 11", "11 -> 12");
        }
    }

    @Nested
    @Proves("R16")
    class WritingEffects {
        @Test
        void writeOfWhatItReads_runsAgainUntilItSettles() {
            store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                if (value < 4) {
                    ctx.set(a, value + 1);
                }
            });
            assertThat(log.drain()).containsExactly("1", "2", "3", "4");
            store.set(a, 2);
            assertThat(log.drain()).containsExactly("2", "3", "4");
            assertThat(store.get(a)).isEqualTo(4);
            store.set(a, 9);
            assertThat(log.drain()).containsExactly("9");
        }

        @Test
        void writeThroughTheStore_isTheSame() {
            store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                if (value < 3) {
                    store.set(a, value + 1);
                }
            });

            assertThat(log.lines()).containsExactly("1", "2", "3");
        }

        @Test
        void afterAWriteOfItsOwn_theRunSeesThatWritesCommit() {
            store.effect(ctx -> {
                if (ctx.peek(b) == 10) {
                    ctx.set(b, 20);
                    log.add(ctx.get(b) + " " + ctx.get(sum) + " " + store.get(sum));
                }
            });

            assertThat(log.lines()).containsExactly("20 21 21");
        }

        @Test
        void everyWrite_isACommitOfItsOwn() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(b, listener);
            store.effect(ctx -> {
                ctx.get(a);
                ctx.set(b, 1);
                ctx.set(b, 2);
                ctx.update(b, n -> n + 1);
                ctx.reset(b);
            });

            assertThat(listener.told()).containsExactly("10 -> 1", "1 -> 2", "2 -> 3", "3 -> 10");
        }

        @Test
        void transactionInside_isOneCommit() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(sum, listener);
            store.effect(ctx -> store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(b, 20);
            }));

            assertThat(listener.told()).containsExactly("11 -> 22");
        }

        @Test
        void writeThatAnotherEffectReads_runsThatAfterwards() {
            store.effect(ctx -> log.add("b=" + ctx.get(b)));
            store.effect(ctx -> {
                ctx.set(b, ctx.get(a) * 100);
                log.add("written");
            });
            log.drain();
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("written", "b=200");
        }

        @Test
        void writeAndWriteBackInOneTransaction_doesNotRunItAgain() {
            store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                store.transaction(tx -> {
                    tx.set(a, value + 1);
                    tx.get(sum);
                    tx.set(a, value);
                });
            });
            store.set(a, 5);

            assertThat(store.get(a)).isEqualTo(5);
            assertThat(log.lines()).containsExactly("1", "5");
        }

        @Test
        void writeBeforeTheRead_isSeenAndSettles() {
            store.effect(ctx -> {
                ctx.set(a, 7);
                log.add(ctx.get(a));
            });
            assertThat(log.drain()).containsExactly("7");
            store.set(a, 8);

            assertThat(log.drain()).startsWith("7");
            assertThat(store.get(a)).isEqualTo(7);
        }

        @Test
        void neverSettling_isStoppedAndStaysAliveForLaterWrites() {
            PrimitiveAtom<Boolean> endless = Atom.of(false);
            AtomicInteger runs = new AtomicInteger();
            store.effect(ctx -> {
                runs.incrementAndGet();
                int value = ctx.get(a);
                if (ctx.get(endless)) {
                    ctx.set(a, value + 1);
                }
            });
            assertThat(catchThrowable(() -> store.set(endless, true)))
                    .isInstanceOf(AtomUnsettledException.class)
                    .hasMessageContaining("a");
            assertThat(runs.get()).isBetween(50, 300);

            store.set(endless, false);
            int before = runs.get();
            store.set(a, -1);
            store.set(a, -2);
            assertThat(runs.get()).isEqualTo(before + 2);
        }

        @Test
        void neverSettlingAtCreation_isStopped_andTheStoreStaysUsable() {
            assertThat(catchThrowable(() -> store.effect(ctx -> ctx.set(a, ctx.get(a) + 1))))
                    .isInstanceOf(AtomUnsettledException.class);
            Threads.run(() -> store.set(b, 20));

            assertThat(store.get(b)).isEqualTo(20);
        }

        @Test
        void twoEffectsThatChaseEachOther_areStopped() {
            store.effect(ctx -> ctx.set(b, ctx.get(a) + 1));
            assertThat(catchThrowable(() -> store.effect(ctx -> ctx.set(a, ctx.get(b) + 1))))
                    .isInstanceOf(AtomUnsettledException.class)
                    .hasMessageContaining("a")
                    .hasMessageContaining("b");
        }

        @Test
        void pullsMarksMadeByItsOwnWrite_throughADerived() {
            Atom<Integer> twice = Atom.map(a, n -> n * 2);
            store.effect(ctx -> {
                int value = ctx.get(twice);
                log.add(value);
                if (value < 8) {
                    ctx.update(a, n -> n + 1);
                }
            });
            assertThat(log.drain()).containsExactly("2", "4", "6", "8");
            store.set(a, 3);
            assertThat(log.drain()).containsExactly("6", "8");
        }

        @Test
        void writeBeforeLinkingTheDependency_isNotMissed() {
            store.effect(ctx -> {
                int seen = ctx.get(a);
                if (seen < 3) {
                    store.set(a, seen + 1);
                }
                log.add(seen + ":" + ctx.get(b));
            });

            assertThat(log.lines()).containsExactly("1:10", "2:10", "3:10");
        }
    }

    @Nested
    @Proves("R17")
    class Throwing {
        private final IllegalArgumentException error = new IllegalArgumentException("effect");

        @Test
        void firstRunThatThrows_disposesTheEffectAndReachesTheCreator() {
            Throwable thrown = catchThrowable(() -> store.effect(ctx -> {
                log.add(ctx.get(a));
                throw error;
            }));
            assertThat(thrown).isSameAs(error);
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("1");
        }

        @Test
        void firstRunThatThrows_runsTheCleanupItHadRegistered() {
            assertThat(catchThrowable(() -> store.effect(ctx -> {
                        ctx.onCleanup(log.line("cleanup"));
                        throw error;
                    })))
                    .isSameAs(error);

            assertThat(log.lines()).containsExactly("cleanup");
        }

        @Test
        void laterRunThatThrows_reachesTheWriter_andTheEffectStaysAlive() {
            store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                if (value == 2) {
                    throw error;
                }
            });
            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(error);
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("1", "2", "3");
        }

        @Test
        void runThatThrows_tracksWhatItReadBefore() {
            store.effect(ctx -> {
                log.add(ctx.get(a));
                if (ctx.get(b) == 20) {
                    throw error;
                }
            });
            assertThat(catchThrowable(() -> store.set(b, 20))).isSameAs(error);
            assertThat(catchThrowable(() -> store.set(a, 2))).isSameAs(error);
            store.set(b, 30);

            assertThat(log.lines()).containsExactly("1", "1", "2", "2");
        }

        @Test
        void withAnErrorHandler_theFirstRunMayFail_andTheEffectLives() {
            List<ListenerFailure> failures = new ArrayList<>();
            AtomStore handled = AtomStore.builder().onError(failures::add).build();
            AtomSubscription effect = handled.effect(ctx -> {
                log.add(ctx.get(a));
                if (ctx.get(a) == 1) {
                    throw error;
                }
            });
            assertThat(effect.isDisposed()).isFalse();
            handled.set(a, 2);

            assertThat(log.lines()).containsExactly("1", "2");
            assertThat(failures).hasSize(1);
            assertThat(failures.get(0).error()).isSameAs(error);
            assertThat(failures.get(0).source()).contains("effect");
        }

        @Test
        void errorOfAnAtom_isThrownByGet_andCanBeCaught() {
            Atom<Integer> inverse = Atom.map(a, n -> 100 / n);
            store.effect(ctx -> {
                try {
                    log.add(ctx.get(inverse));
                } catch (ArithmeticException e) {
                    log.add("by zero");
                }
            });
            store.set(a, 0);
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("100", "by zero", "50");
        }

        @Test
        void effectMadeInATransactionThatThrowsAtItsFirstRun_reachesTheWriter_andTheCommitStays() {
            AtomicReference<AtomSubscription> effect = new AtomicReference<>();
            Throwable thrown = catchThrowable(() -> store.transaction(tx -> {
                tx.set(a, 2);
                effect.set(store.effect(ctx -> {
                    ctx.get(a);
                    throw error;
                }));
            }));

            assertThat(thrown).isSameAs(error);
            assertThat(store.get(a)).isEqualTo(2);
        }
    }

    @Nested
    class Disposal {
        @Test
        void duringItsOwnRun_isFinal() {
            AtomicReference<AtomSubscription> self = new AtomicReference<>();
            self.set(store.effect(ctx -> {
                int value = ctx.get(a);
                ctx.onCleanup(log.line("clean " + value));
                if (value == 2) {
                    self.get().dispose();
                }
                log.add("run " + value + ctx.get(b));
                ctx.onCleanup(log.line("late clean " + value));
            }));
            store.set(a, 2);
            store.set(a, 3);
            store.set(b, 20);

            assertThat(log.lines())
                    .containsExactly("run 110", "clean 1", "late clean 1", "run 210", "clean 2", "late clean 2");
            assertThat(self.get().isDisposed()).isTrue();
        }

        @Test
        void duringItsOwnRun_afterAWriteOfWhatItRead_isFinal() {
            AtomicReference<AtomSubscription> self = new AtomicReference<>();
            self.set(store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                if (value > 1) {
                    ctx.set(a, value + 1);
                    self.get().dispose();
                }
            }));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("1", "2");
            assertThat(store.get(a)).isEqualTo(3);
        }

        @Test
        void duringItsOwnDirtyCheck_isFinal() {
            AtomicReference<AtomSubscription> effect = new AtomicReference<>();
            Atom<Integer> disposing = Atom.derived(get -> {
                int value = get.get(a);
                if (value == 2) {
                    effect.get().dispose();
                }
                return value;
            });
            effect.set(store.effect(ctx -> {
                log.add(ctx.get(disposing));
                ctx.onCleanup(log.line("clean"));
            }));
            store.set(a, 2);
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("1", "clean");
            assertThat(effect.get().isDisposed()).isTrue();
        }

        @Test
        void byAnEarlierListener_isFinalInThisRound() {
            AtomicReference<AtomSubscription> effect = new AtomicReference<>();
            store.subscribe(a, value -> effect.get().dispose());
            effect.set(store.effect(ctx -> log.add(ctx.get(a))));
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("1");
        }

        @Test
        void insideATransaction_isFinal() {
            AtomSubscription effect = store.effect(ctx -> {
                log.add(ctx.get(a));
                ctx.onCleanup(log.line("clean"));
            });
            store.transaction(tx -> {
                tx.set(a, 2);
                effect.dispose();
                assertThat(effect.isDisposed()).isTrue();
            });

            assertThat(log.lines()).containsExactly("1", "clean");
        }

        @Test
        void inItsOwnCleanup_isFinal() {
            AtomicReference<AtomSubscription> self = new AtomicReference<>();
            self.set(store.effect(ctx -> {
                log.add(ctx.get(a));
                ctx.onCleanup(() -> self.get().dispose());
            }));
            store.set(a, 2);
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("1");
        }

        @Test
        @Proves("T1")
        void byAnotherThreadDuringARun_isFinal() {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch disposed = new CountDownLatch(1);
            AtomSubscription effect = store.effect(ctx -> {
                int value = ctx.get(a);
                log.add(value);
                ctx.onCleanup(log.line("clean " + value));
                if (value == 2) {
                    running.countDown();
                    Threads.await(disposed);
                }
            });
            Threads.Background<Void> writer = Threads.start(() -> store.set(a, 2));
            Threads.await(running);
            Threads.run(effect::dispose);
            disposed.countDown();
            writer.join();
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("1", "clean 1", "2", "clean 2");
        }

        @Test
        void anEffectMayDisposeAnother_thatIsDueInThisRound() {
            List<AtomSubscription> effects = new ArrayList<>();
            effects.add(store.effect(ctx -> {
                if (ctx.get(a) == 2) {
                    effects.get(1).dispose();
                }
            }));
            effects.add(store.effect(ctx -> log.add(ctx.get(a))));
            store.set(a, 2);
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("1");
        }
    }

    @Nested
    class InsideOfTheContext {
        @Test
        void runAndHandle_work() {
            store.effect(ctx -> {
                int result = ctx.run(
                        Atom.<Integer, Integer>action((set, by) -> {
                            set.update(b, n -> n + by);
                            return set.get(b);
                        }),
                        5);
                log.add(result + "/" + store.handle(b).get());
            });

            assertThat(log.lines()).containsExactly("15/15");
        }

        @Test
        void contextUsedByAnotherThread_throws() {
            store.effect(ctx -> Threads.run(() -> {
                assertThatThrownBy(() -> ctx.get(a)).isInstanceOf(AtomUsageException.class);
                log.add("refused");
            }));

            assertThat(log.lines()).containsExactly("refused");
        }
    }
}
