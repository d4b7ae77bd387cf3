package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several stores in one program: reading and writing one while inside another. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("T5")
class CrossStoreTest {
    private final AtomStore older = AtomStore.builder().name("older").build();
    private final AtomStore younger = AtomStore.builder().name("younger").build();
    private final Log log = new Log();
    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");

    @Nested
    class Reading {
        @Test
        void insideAReadFunction_isAllowedAndUntracked() {
            Atom<Integer> mixed = Atom.derived(runs.counting(get -> get.get(a) + younger.get(b)));
            RecordingListener<Integer> listener = new RecordingListener<>();
            older.subscribe(mixed, listener);
            younger.set(b, 20);
            assertThat(runs.total()).isEqualTo(1);
            assertThat(older.get(mixed)).isEqualTo(11);
            older.set(a, 2);

            assertThat(listener.told()).containsExactly("11 -> 22");
        }

        @Test
        void sameAtomInTheOtherStore_isNoCycle() {
            Atom<Integer> mirrored = Atom.derived(get -> get.get(a) + 1);
            Atom<Integer> both = Atom.derived(get -> get.get(mirrored) + younger.get(mirrored));
            younger.set(a, 100);

            assertThat(older.get(both)).isEqualTo(103);
        }

        @Test
        void atomThatReadsItselfInTheOtherStore_isNoCycle() {
            Atom<?>[] self = new Atom<?>[1];
            Atom<Integer> atom = Atom.derived(get -> {
                if (get.get(a) == 1) {
                    @SuppressWarnings("unchecked")
                    Atom<Integer> own = (Atom<Integer>) self[0];
                    return younger.get(own) + 1;
                }
                return 50;
            });
            self[0] = atom;
            younger.set(a, 2);

            assertThat(older.get(atom)).isEqualTo(51);
        }

        @Test
        void bothStoresReadingEachOther_fromTwoThreads_neverHang() {
            Atom<Integer> up = Atom.derived(get -> get.get(a) + younger.get(b));
            Atom<Integer> down = Atom.derived(get -> get.get(b) + older.get(a));
            older.subscribe(up, value -> {});
            younger.subscribe(down, value -> {});
            Threads.Task left = () -> {
                for (int i = 0; i < 3000; i++) {
                    older.set(a, i);
                }
            };
            Threads.Task right = () -> {
                for (int i = 0; i < 3000; i++) {
                    younger.set(b, i);
                }
            };
            Threads.race(List.of(left, right));

            assertThat(older.get(a)).isEqualTo(2999);
            assertThat(younger.get(b)).isEqualTo(2999);
        }

        @Test
        void insideATransaction_isAllowed_whateverTheOrder() {
            older.transaction(tx -> assertThat(younger.get(b)).isEqualTo(10));
            younger.transaction(tx -> assertThat(older.get(a)).isEqualTo(1));
        }

        @Test
        @Proves("T2")
        void ofAStoreWhoseWriterSitsInATransaction_doesNotWait() {
            Atom<Integer> mixed = Atom.derived(get -> get.get(a) + younger.get(b));
            try (ParkedTransaction parked = ParkedTransaction.in(younger, tx -> tx.set(b, 99))) {
                Threads.run(() -> {
                    older.set(a, 2);
                    assertThat(older.get(mixed)).isEqualTo(12);
                });
                assertThat(parked.isInside()).isTrue();
            }
        }

        @Test
        void ofADerivedOfTheOtherStoreThatNeedsItsLock_neverDeadlocks() {
            Atom<Integer> olderSum = Atom.derived(get -> get.get(a) + younger.get(Atom.map(b, n -> n + 1)));
            Atom<Integer> youngerSum = Atom.derived(get -> get.get(b) + older.get(Atom.map(a, n -> n + 1)));
            Threads.Task left = () -> {
                for (int i = 0; i < 1000; i++) {
                    older.set(a, i);
                    older.get(olderSum);
                    older.transaction(tx -> tx.get(olderSum));
                }
            };
            Threads.Task right = () -> {
                for (int i = 0; i < 1000; i++) {
                    younger.set(b, i);
                    younger.get(youngerSum);
                    younger.transaction(tx -> tx.get(youngerSum));
                }
            };
            Threads.race(List.of(left, right, left, right));
        }
    }

    @Nested
    class Writing {
        @Test
        void youngerFromOlder_isACommitOfItsOwn() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            younger.subscribe(b, listener);
            older.transaction(tx -> {
                tx.set(a, 2);
                younger.set(b, 20);
                Threads.run(() -> assertThat(younger.get(b)).isEqualTo(20));
            });

            assertThat(listener.told()).containsExactly("10 -> 20");
            assertThat(older.get(a)).isEqualTo(2);
        }

        @Test
        void olderFromYounger_isRefused_namingBoth() {
            assertThatThrownBy(() -> younger.transaction(tx -> {
                        tx.set(b, 20);
                        older.set(a, 2);
                    }))
                    .isInstanceOf(AtomUsageException.class)
                    .hasMessageContaining("older")
                    .hasMessageContaining("younger");

            assertThat(older.get(a)).isEqualTo(1);
            assertThat(younger.get(b)).isEqualTo(10);
        }

        @Test
        void olderFromYounger_byAnyOperation_isRefusedAndNeverHangs() {
            List<Runnable> operations = List.of(
                    () -> older.update(a, n -> n + 1),
                    () -> older.reset(a),
                    () -> older.transaction(tx -> tx.set(a, 5)),
                    () -> older.handle(a).set(5),
                    () -> older.run(Atom.<Integer, Integer>action((set, n) -> n), 1));
            for (Runnable operation : operations) {
                Threads.run(() -> younger.transaction(
                        tx -> assertThat(catchThrowable(operation::run)).isInstanceOf(AtomUsageException.class)));
            }
            assertThat(older.get(a)).isEqualTo(1);
        }

        @Test
        void backIntoTheOlder_whichIsHeldAlready_isRefusedOrJoins_andNeverHangs() {
            Threads.run(() -> older.transaction(tx -> younger.transaction(inner -> {
                Throwable thrown = catchThrowable(() -> older.set(a, 7));
                assertThat(thrown == null || thrown instanceof AtomUsageException)
                        .isTrue();
            })));
            Threads.run(() -> older.set(a, 8));

            assertThat(older.get(a)).isEqualTo(8);
        }

        @Test
        void rollbackOfTheOuter_doesNotTouchTheCommitOfTheInner() {
            assertThatThrownBy(() -> older.transaction(tx -> {
                        tx.set(a, 2);
                        younger.set(b, 20);
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");

            assertThat(older.get(a)).isEqualTo(1);
            assertThat(younger.get(b)).isEqualTo(20);
        }

        @Test
        void inListenersAndEffects_isAllowedBothWays() {
            older.subscribe(a, value -> younger.set(b, value * 10));
            younger.subscribe(b, value -> older.set(a, Math.min(value, 50)));
            older.effect(ctx -> younger.set(b, ctx.get(a) * 10));
            Threads.run(() -> older.set(a, 2));

            assertThat(older.get(a)).isEqualTo(50);
            assertThat(younger.get(b)).isEqualTo(500);
        }

        @Test
        void writesThatChaseEachOtherAcrossStores_fromTwoThreads_neverDeadlock() {
            older.subscribe(a, value -> younger.set(b, value));
            younger.subscribe(b, value -> older.set(a, value));
            Threads.Task left = () -> {
                for (int i = 0; i < 500; i++) {
                    older.set(a, i);
                }
            };
            Threads.Task right = () -> {
                for (int i = 0; i < 500; i++) {
                    younger.set(b, i);
                }
            };
            Threads.Background<Void> race = Threads.start(() -> Threads.race(List.of(left, right)));
            try {
                race.join();
            } catch (IllegalStateException e) {
                // two threads may chase each other's values for more rounds than allowed: not a deadlock
                assertThat(e).isInstanceOf(io.atoms.AtomException.class);
            }
            Threads.run(() -> older.set(Atom.of(0), 1));
        }

        @Test
        void insideAReadFunction_ofTheOtherStore_isRefused() {
            Atom<Integer> writing = Atom.derived(get -> {
                younger.set(b, 99);
                return get.get(a);
            });
            Threads.run(() -> {
                Throwable thrown = catchThrowable(() -> older.get(writing));
                assertThat(thrown).isInstanceOf(AtomUsageException.class);
            });

            assertThat(younger.get(b)).isEqualTo(10);
        }
    }

    @Nested
    @Proves("T4")
    class ListenersOfTheInnerStore {
        @Test
        void run_withoutTheLockOfTheOuter() {
            younger.subscribe(b, value -> Threads.run(() -> older.set(Atom.of(0), value)));
            Threads.run(() -> older.transaction(tx -> {
                tx.set(a, 2);
                younger.set(b, 20);
            }));

            assertThat(older.get(a)).isEqualTo(2);
        }

        @Test
        void haveRun_whenTheOuterTransactionReturns() {
            younger.subscribe(b, log.as("b"));
            younger.effect(ctx -> log.add("effect " + ctx.get(b)));
            log.drain();
            older.transaction(tx -> younger.set(b, 20));

            assertThat(log.lines()).containsExactly("b=20", "effect 20");
        }

        @Test
        void throwing_reachesTheOuterWriter_orTheInner_butIsNotLost() {
            IllegalArgumentException error = new IllegalArgumentException("listener");
            younger.subscribe(b, value -> {
                throw error;
            });
            Throwable thrown = catchThrowable(() -> older.transaction(tx -> younger.set(b, 20)));

            assertThat(thrown).isSameAs(error);
            assertThat(younger.get(b)).isEqualTo(20);
        }
    }
}
