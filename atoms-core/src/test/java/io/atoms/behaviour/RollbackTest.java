package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.StoreInspection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions that throw: they leave nothing behind. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("R11")
class RollbackTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");
    private final Atom<Integer> sum =
            Atom.<Integer>derived(runs.counting(get -> get.get(a) + get.get(b))).named("sum");

    /** Runs the body in a transaction that throws at its end, and catches that. */
    private void aborted(Consumer<Setter> body) {
        IllegalArgumentException error = new IllegalArgumentException("abort");
        Throwable thrown = catchThrowable(() -> store.transaction(tx -> {
            body.accept(tx);
            throw error;
        }));
        assertThat(thrown).isSameAs(error);
    }

    @Nested
    class Values {
        @Test
        void writes_areTakenBack_andTheExceptionReachesTheCaller() {
            store.set(b, 20);
            aborted(tx -> {
                tx.set(a, 2);
                tx.set(b, 30);
                tx.reset(b);
            });

            assertThat(store.get(a)).isEqualTo(1);
            assertThat(store.get(b)).isEqualTo(20);
            assertThat(store.get(sum)).isEqualTo(21);
        }

        @Test
        void nullResultOfRollback_ofAnAtomSeenFirstInside_isItsInitialValue() {
            PrimitiveAtom<Integer> fresh = Atom.of(7);
            aborted(tx -> tx.set(fresh, 8));

            assertThat(store.get(fresh)).isEqualTo(7);
        }

        @Test
        void epoch_isAsBefore_andTheNextCommitIsSeenByAll() {
            store.get(sum);
            long before = epoch();
            aborted(tx -> {
                tx.set(a, 2);
                tx.get(sum);
            });
            assertThat(epoch()).isEqualTo(before);

            store.set(b, 11);
            assertThat(store.get(sum)).isEqualTo(12);
        }

        @Test
        void nobodyIsTold() {
            Log log = new Log();
            store.subscribe(a, listener);
            store.subscribe(sum, listener);
            store.effect(ctx -> log.add(ctx.get(sum)));
            aborted(tx -> {
                tx.set(a, 2);
                tx.get(sum);
            });
            assertThat(listener.told()).isEmpty();
            assertThat(log.drain()).containsExactly("11");

            store.set(a, 3);
            assertThat(listener.told()).containsExactly("1 -> 3", "11 -> 13");
            assertThat(log.drain()).containsExactly("13");
        }

        @Test
        void errors_andNoOnlyExceptions_rollBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(a, 2);
                        throw new AssertionError("error");
                    }))
                    .isInstanceOf(AssertionError.class);

            assertThat(store.get(a)).isEqualTo(1);
            Threads.run(() -> store.set(a, 5));
            assertThat(store.get(a)).isEqualTo(5);
        }

        @Test
        void otherThreads_neverSeeAnAbortedValue() {
            Threads.Task reader = () -> {
                for (int i = 0; i < 20_000; i++) {
                    assertThat(store.get(a)).isEqualTo(1);
                }
            };
            Threads.Task aborter = () -> {
                for (int i = 0; i < 5_000; i++) {
                    aborted(tx -> {
                        tx.set(a, 2);
                        tx.get(sum);
                    });
                }
            };
            Threads.race(List.of(reader, aborter));
        }

        private long epoch() {
            try (StoreSnapshot snapshot = store.snapshot()) {
                return snapshot.epoch();
            }
        }
    }

    @Nested
    @Proves("R5")
    class RecomputesAfterwards {
        @Test
        void observedDerivedReadInside_isAsIfNothingHadHappened() {
            store.subscribe(sum, listener);
            aborted(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(sum)).isEqualTo(12);
            });
            runs.sinceLast();

            assertThat(store.get(sum)).isEqualTo(11);
            assertThat(runs.sinceLast()).isZero();
            store.set(b, 20);
            assertThat(runs.sinceLast()).isEqualTo(1);
            assertThat(listener.told()).containsExactly("11 -> 21");
        }

        @Test
        void unobservedDerivedReadInside_isAsIfNothingHadHappened() {
            store.get(sum);
            aborted(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(sum)).isEqualTo(12);
            });
            runs.sinceLast();

            assertThat(store.get(sum)).isEqualTo(11);
            assertThat(runs.sinceLast()).isZero();
            store.set(a, 2);
            assertThat(store.get(sum)).isEqualTo(12);
            assertThat(runs.sinceLast()).isEqualTo(1);
        }

        @Test
        void derivedFirstReadInside_afterAWrite_isComputedAgain() {
            aborted(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(sum)).isEqualTo(12);
            });

            assertThat(store.get(sum)).isEqualTo(11);
        }

        @Test
        void derivedFirstReadInside_beforeAnyWrite_isRight() {
            aborted(tx -> {
                assertThat(tx.get(sum)).isEqualTo(11);
                tx.set(a, 2);
            });

            assertThat(store.get(sum)).isEqualTo(11);
            store.set(a, 3);
            assertThat(store.get(sum)).isEqualTo(13);
        }

        @Test
        void staleDerivedReadInside_isRightAfterwards() {
            store.get(sum);
            store.set(a, 5);
            aborted(tx -> {
                assertThat(tx.get(sum)).isEqualTo(15);
                tx.set(a, 6);
                assertThat(tx.get(sum)).isEqualTo(16);
            });

            assertThat(store.get(sum)).isEqualTo(15);
            store.set(a, 7);
            assertThat(store.get(sum)).isEqualTo(17);
        }

        @Test
        void nextCommitWithTheValueOfTheAbortedOne_isAChange() {
            store.subscribe(sum, listener);
            aborted(tx -> {
                tx.set(a, 2);
                tx.get(sum);
            });
            store.set(a, 2);

            assertThat(listener.told()).containsExactly("11 -> 12");
            assertThat(store.get(sum)).isEqualTo(12);
        }

        @Test
        void manyAborts_neverWearTheGraphOut() {
            Atom<Integer> above = Atom.derived(get -> get.get(sum) * 2);
            store.subscribe(above, listener);
            for (int i = 0; i < 50; i++) {
                int round = i;
                aborted(tx -> {
                    tx.set(a, -round);
                    tx.get(above);
                    tx.set(b, -round);
                });
                store.set(a, i + 2);
                assertThat(store.get(above)).isEqualTo(2 * (i + 12));
            }
            assertThat(listener.values()).hasSize(50).endsWith(122);
        }

        @Test
        void abortBeforeTheCommitReachesAMarkedNode_doesNotStopLaterMarks() {
            Atom<Integer> above = Atom.derived(get -> get.get(sum) + 1);
            Atom<Integer> top = Atom.derived(get -> get.get(above) + 1);
            store.subscribe(top, listener);
            aborted(tx -> tx.set(a, 2));
            aborted(tx -> {
                tx.set(a, 3);
                tx.get(above);
            });
            store.set(a, 4);
            store.set(b, 11);

            assertThat(listener.told()).containsExactly("13 -> 16", "16 -> 17");
        }
    }

    @Nested
    @Proves("R2")
    class Graph {
        private final PrimitiveAtom<Boolean> left = Atom.of(true).named("left");
        private final Atom<Integer> chosen = Atom.<Integer>derived(
                        runs.counting(get -> get.get(left) ? get.get(a) : get.get(b)))
                .named("chosen");

        @Test
        void dependenciesTakenInside_areForgotten() {
            store.subscribe(chosen, listener);
            aborted(tx -> {
                tx.set(left, false);
                assertThat(tx.get(chosen)).isEqualTo(10);
            });
            runs.sinceLast();
            store.set(b, 20);
            assertThat(runs.sinceLast()).isZero();
            store.set(a, 2);

            assertThat(listener.told()).containsExactly("1 -> 2");
        }

        @Test
        void dependenciesTakenInside_areForgotten_whenUnobserved() {
            store.get(chosen);
            aborted(tx -> {
                tx.set(left, false);
                assertThat(tx.get(chosen)).isEqualTo(10);
            });
            runs.sinceLast();
            store.set(b, 20);
            assertThat(store.get(chosen)).isEqualTo(1);
            assertThat(runs.sinceLast()).isZero();
            store.set(a, 2);
            assertThat(store.get(chosen)).isEqualTo(2);
        }

        @Test
        void inspection_isAsBefore() {
            store.subscribe(chosen, listener);
            store.subscribe(sum, listener);
            String before = describe(store.inspect());
            aborted(tx -> {
                tx.set(left, false);
                tx.get(chosen);
                tx.set(a, 5);
                tx.get(sum);
            });

            assertThat(describe(store.inspect())).isEqualTo(before);
        }

        @Test
        @Proves("R19")
        void atomsObservedInside_areNotMounted() {
            Log log = new Log();
            PrimitiveAtom<Integer> mountable = Atom.of(1).onMount(ctx -> {
                log.add("mount");
                return log.line("unmount");
            });
            Atom<Integer> switching = Atom.derived(get -> get.get(left) ? get.get(a) : get.get(mountable));
            store.subscribe(switching, listener);
            aborted(tx -> {
                tx.set(left, false);
                tx.get(switching);
            });
            assertThat(log.lines()).isEmpty();

            store.set(left, false);
            assertThat(log.drain()).containsExactly("mount");
            aborted(tx -> {
                tx.set(left, true);
                tx.get(switching);
            });
            assertThat(log.lines()).isEmpty();
            store.set(left, true);
            assertThat(log.lines()).containsExactly("unmount");
        }

        private String describe(StoreInspection inspection) {
            return inspection.epoch() + " "
                    + inspection.atoms().stream().map(this::describe).collect(Collectors.joining("\n"));
        }

        private String describe(AtomInspection atom) {
            return atom.atom().name() + "=" + atom.value() + " " + atom.state() + " " + atom.observed() + " "
                    + atom.dependencies() + " " + atom.height();
        }
    }

    @Nested
    class SubscriptionsAndEffects {
        @Test
        void effectCreatedInside_neverRuns() {
            Log log = new Log();
            aborted(tx -> {
                store.effect(ctx -> log.add(ctx.get(a)));
                tx.set(a, 2);
            });
            store.set(a, 3);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        void subscriptionMadeInside_isNeverCalled() {
            aborted(tx -> {
                store.subscribe(sum, listener);
                tx.set(a, 2);
            });
            store.set(a, 3);

            assertThat(listener.told()).isEmpty();
        }

        @Test
        void disposalInside_isFinal() {
            Log log = new Log();
            AtomSubscription subscription = store.subscribe(a, listener);
            AtomSubscription effect = store.effect(ctx -> {
                ctx.get(a);
                ctx.onCleanup(log.line("cleanup"));
            });
            aborted(tx -> {
                tx.set(a, 2);
                subscription.dispose();
                effect.dispose();
            });
            assertThat(subscription.isDisposed()).isTrue();
            assertThat(effect.isDisposed()).isTrue();
            assertThat(log.drain()).containsExactly("cleanup");

            store.set(a, 3);
            assertThat(listener.told()).isEmpty();
            assertThat(log.lines()).isEmpty();
        }

        @Test
        @Proves("R19")
        void disposalInside_unmountsAfterTheRollback() {
            Log log = new Log();
            PrimitiveAtom<Integer> mountable = Atom.of(1).onMount(ctx -> log.line("unmount"));
            AtomSubscription subscription = store.subscribe(mountable, listener);
            aborted(tx -> {
                tx.set(mountable, 2);
                subscription.dispose();
            });

            assertThat(log.lines()).containsExactly("unmount");
        }

        @Test
        @Proves("R19")
        void resubscriptionInside_ofWhatStaysObserved_doesNotFlap() {
            Log log = new Log();
            PrimitiveAtom<Integer> mountable = Atom.of(1).onMount(ctx -> {
                log.add("mount");
                return log.line("unmount");
            });
            store.subscribe(mountable, listener);
            aborted(tx -> store.subscribe(mountable, listener));

            assertThat(log.lines()).containsExactly("mount");
        }
    }

    @Nested
    @Proves("R10")
    class NestedTransactions {
        @Test
        void caughtInside_takesBackItsOwnWritesOnly() {
            store.subscribe(sum, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThatThrownBy(() -> store.transaction(inner -> {
                            inner.set(a, 3);
                            inner.set(b, 30);
                            assertThat(inner.get(sum)).isEqualTo(33);
                            throw new IllegalArgumentException("inner");
                        }))
                        .hasMessage("inner");
                assertThat(tx.get(a)).isEqualTo(2);
                assertThat(tx.get(b)).isEqualTo(10);
                assertThat(tx.get(sum)).isEqualTo(12);
            });

            assertThat(store.get(sum)).isEqualTo(12);
            assertThat(listener.told()).containsExactly("11 -> 12");
        }

        @Test
        void caughtTwoLevelsUp_takesBackBothLevels() {
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThatThrownBy(() -> store.transaction(middle -> {
                            middle.set(a, 3);
                            store.transaction(inner -> {
                                inner.set(b, 30);
                                throw new IllegalArgumentException("inner");
                            });
                        }))
                        .hasMessage("inner");
                assertThat(tx.get(sum)).isEqualTo(12);
                tx.set(b, 40);
            });

            assertThat(store.get(sum)).isEqualTo(42);
        }

        @Test
        void severalFailuresInARow_eachGoBackToTheStateBefore() {
            store.transaction(tx -> {
                for (int i = 0; i < 10; i++) {
                    int round = i;
                    tx.update(a, n -> n + 1);
                    aborted(inner -> {
                        inner.set(a, -round);
                        inner.set(b, -round);
                        inner.get(sum);
                    });
                    assertThat(tx.get(sum)).isEqualTo(12 + i);
                }
            });

            assertThat(store.get(a)).isEqualTo(11);
            assertThat(store.get(b)).isEqualTo(10);
        }

        @Test
        void caughtFailureOfAWriteFunctionActionOrUpdate_takesBackItsOwnWrites() {
            WritableAtom<Integer, Integer> failing = Atom.writable(get -> get.get(a), (set, value) -> {
                set.set(a, value);
                throw new IllegalArgumentException("write function");
            });
            io.atoms.ActionAtom<Integer, Integer> action = Atom.action((set, value) -> {
                set.set(b, value);
                throw new IllegalArgumentException("action");
            });
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThatThrownBy(() -> tx.set(failing, 99)).hasMessage("write function");
                assertThatThrownBy(() -> tx.run(action, 99)).hasMessage("action");
                assertThatThrownBy(() -> tx.update(a, n -> {
                            tx.set(b, 98);
                            throw new IllegalArgumentException("update");
                        }))
                        .hasMessage("update");
                assertThat(tx.get(sum)).isEqualTo(12);
            });

            assertThat(store.get(sum)).isEqualTo(12);
        }

        @Test
        void innerThatBringsAValueBack_andFails_leavesTheOuterWrite() {
            store.subscribe(a, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                aborted(inner -> {
                    inner.set(a, 1);
                });
            });

            assertThat(listener.told()).containsExactly("1 -> 2");
        }

        @Test
        void innerCommitted_outerAborted_leavesNothing() {
            store.subscribe(sum, listener);
            aborted(tx -> {
                store.transaction(inner -> inner.set(a, 2));
                aborted(inner -> {
                    inner.set(a, 3);
                });
                tx.get(sum);
            });

            assertThat(store.get(sum)).isEqualTo(11);
            assertThat(listener.told()).isEmpty();
        }

        @Test
        @Proves("R2")
        void dependenciesTakenInTheFailedInner_areForgotten() {
            PrimitiveAtom<Boolean> left = Atom.of(true);
            Atom<Integer> chosen = Atom.derived(get -> get.get(left) ? get.get(a) : get.get(b));
            store.subscribe(chosen, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(chosen)).isEqualTo(2);
                aborted(inner -> {
                    inner.set(left, false);
                    assertThat(inner.get(chosen)).isEqualTo(10);
                });
                tx.set(a, 3);
                assertThat(tx.get(chosen)).isEqualTo(3);
            });
            store.set(a, 4);

            assertThat(listener.told()).containsExactly("1 -> 3", "3 -> 4");
        }

        @Test
        @Proves("R18")
        void effectMadeInTheFailedInner_neverRuns_thatOfTheOuterDoes() {
            Log log = new Log();
            store.transaction(tx -> {
                store.effect(ctx -> log.add("outer " + ctx.get(a)));
                aborted(inner -> {
                    store.effect(ctx -> log.add("inner " + ctx.get(a)));
                });
                tx.set(a, 2);
            });
            store.set(a, 3);

            assertThat(log.lines()).containsExactly("outer 2", "outer 3");
        }

        @Test
        void uncaughtInside_abortsTheOuter() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(a, 2);
                        store.transaction(inner -> {
                            throw new IllegalArgumentException("inner");
                        });
                    }))
                    .hasMessage("inner");

            assertThat(store.get(a)).isEqualTo(1);
        }
    }
}
