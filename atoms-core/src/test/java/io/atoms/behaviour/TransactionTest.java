package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions that commit. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final RecordingListener<Integer> listener = new RecordingListener<>();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");
    private final Atom<Integer> sum = Atom.derived(runs.counting(get -> get.get(a) + get.get(b)));

    private long epoch() {
        try (StoreSnapshot snapshot = store.snapshot()) {
            return snapshot.epoch();
        }
    }

    @Nested
    @Proves("R10")
    class OwnView {
        @Test
        void reads_seeOwnWrites_derivedIncluded() {
            List<Integer> seen = new ArrayList<>();
            store.transaction(tx -> {
                tx.set(a, 2);
                seen.add(tx.get(a));
                seen.add(tx.get(sum));
                tx.update(b, n -> n + tx.get(sum));
                seen.add(tx.get(sum));
                tx.reset(a);
                seen.add(tx.get(sum));
            });

            assertThat(seen).containsExactly(2, 12, 24, 23);
            assertThat(store.get(sum)).isEqualTo(23);
        }

        @Test
        void storeMethods_joinTheTransaction() {
            store.subscribe(sum, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThat(store.get(a)).isEqualTo(2);
                assertThat(store.get(sum)).isEqualTo(12);
                assertThat(store.handle(sum).get()).isEqualTo(12);
                store.set(b, 20);
                assertThat(tx.get(sum)).isEqualTo(22);
                store.handle(b).set(30);
                store.transaction(inner -> inner.update(a, n -> n + 1));
                assertThat(tx.get(sum)).isEqualTo(33);
                assertThat(listener.told()).isEmpty();
            });

            assertThat(listener.told()).containsExactly("11 -> 33");
        }

        @Test
        void transactionResult_returnsTheResult() {
            String result = store.transactionResult(tx -> {
                tx.set(a, 5);
                return "sum " + tx.get(sum);
            });

            assertThat(result).isEqualTo("sum 15");
        }

        @Test
        void emptyTransaction_isNoCommit() {
            long before = epoch();
            store.transaction(tx -> {});
            store.transaction(tx -> tx.get(sum));
            store.transaction(tx -> tx.set(a, 1));

            assertThat(epoch()).isEqualTo(before);
        }

        @Test
        @Proves("T3")
        void snapshotInside_isOfTheLastCommit() {
            store.transaction(tx -> {
                tx.set(a, 2);
                try (StoreSnapshot snapshot = store.snapshot()) {
                    assertThat(snapshot.get(a)).isEqualTo(1);
                    assertThat(snapshot.get(sum)).isEqualTo(11);
                }
                assertThat(tx.get(sum)).isEqualTo(12);
            });
            assertThat(store.get(sum)).isEqualTo(12);
        }

        @Test
        @Proves("R4")
        void everyReadPoint_recomputesAtMostOnce() {
            store.get(sum);
            runs.sinceLast();
            store.transaction(tx -> {
                tx.get(sum);
                tx.peek(sum);
                assertThat(runs.sinceLast()).isZero();
                tx.set(a, 2);
                tx.set(b, 20);
                tx.get(sum);
                tx.get(sum);
                store.get(sum);
                assertThat(runs.sinceLast()).isEqualTo(1);
                tx.set(a, 3);
                tx.get(sum);
                assertThat(runs.sinceLast()).isEqualTo(1);
            });
            assertThat(store.get(sum)).isEqualTo(23);
            assertThat(runs.sinceLast()).isZero();
        }

        @Test
        @Proves("R4")
        void observedAtomReadInTheBody_isNotRecomputedAgainAtTheCommit() {
            store.subscribe(sum, listener);
            runs.sinceLast();
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.get(sum);
            });

            assertThat(runs.sinceLast()).isEqualTo(1);
            assertThat(listener.told()).containsExactly("11 -> 12");
        }

        @Test
        @Proves("R2")
        void dependenciesSwitchedInsideTheBody_areThoseOfTheLastRun() {
            PrimitiveAtom<Boolean> left = Atom.of(true);
            Atom<Integer> chosen = Atom.derived(runs.counting(get -> get.get(left) ? get.get(a) : get.get(b)));
            store.subscribe(chosen, listener);
            store.transaction(tx -> {
                tx.set(left, false);
                assertThat(tx.get(chosen)).isEqualTo(10);
                tx.set(left, true);
                assertThat(tx.get(chosen)).isEqualTo(1);
                tx.set(left, false);
            });
            runs.sinceLast();
            store.set(a, 5);
            assertThat(runs.sinceLast()).isZero();
            store.set(b, 50);

            assertThat(listener.told()).containsExactly("1 -> 10", "10 -> 50");
        }
    }

    @Nested
    class OtherThreads {
        @Test
        @Proves({"R10", "T2"})
        void seeNothingUntilTheCommit() {
            store.get(sum);
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {
                tx.set(a, 2);
                tx.set(b, 20);
                tx.get(sum);
            })) {
                assertThat(store.get(a)).isEqualTo(1);
                assertThat(store.get(b)).isEqualTo(10);
                assertThat(store.get(sum)).isEqualTo(11);
                assertThat(parked.isInside()).isTrue();
            }

            assertThat(store.get(sum)).isEqualTo(22);
        }

        @Test
        @Proves("T1")
        void writersOfOneStore_takeTurns() {
            ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.update(a, n -> n * 2));
            Threads.Background<Void> writer = Threads.start(() -> store.update(a, n -> n + 1));
            assertThat(store.get(a)).isEqualTo(1);
            parked.close();
            writer.join();

            assertThat(store.get(a)).isEqualTo(3);
        }

        @Test
        @Proves("T1")
        void writersOfTwoStores_doNotWaitForEachOther() {
            AtomStore other = AtomStore.create();
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(a, 2))) {
                Threads.run(() -> other.set(a, 3));
                assertThat(other.get(a)).isEqualTo(3);
                assertThat(parked.isInside()).isTrue();
            }
        }
    }

    @Nested
    @Proves("R12")
    class ChangedAndChangedBack {
        @Test
        void primitive_notifiesNobody() {
            store.subscribe(a, listener);
            store.subscribe(sum, listener);
            runs.sinceLast();
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(a, 1);
            });

            assertThat(listener.told()).isEmpty();
            assertThat(runs.sinceLast()).isZero();
        }

        @Test
        void primitiveReadInBetween_leavesAnObservedDerivedRight() {
            store.subscribe(sum, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(sum)).isEqualTo(12);
                tx.set(a, 1);
            });

            assertThat(listener.told()).isEmpty();
            assertThat(store.get(sum)).isEqualTo(11);
            store.set(a, 3);
            assertThat(listener.told()).containsExactly("11 -> 13");
        }

        @Test
        void primitiveReadInBetween_leavesAnUnobservedDerivedRight() {
            store.get(sum);
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(sum)).isEqualTo(12);
                tx.set(a, 1);
            });

            assertThat(store.get(sum)).isEqualTo(11);
            assertThat(Threads.call(() -> store.<Integer>get(sum) + 0)).isEqualTo(11);
            store.set(a, 2);
            assertThat(store.get(sum)).isEqualTo(12);
        }

        @Test
        void primitiveReadInBetween_byADerivedSeenThereFirst_isRightAfterwards() {
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(sum)).isEqualTo(12);
                tx.set(a, 1);
            });

            assertThat(store.get(sum)).isEqualTo(11);
            store.subscribe(sum, listener);
            store.set(b, 20);
            assertThat(listener.told()).containsExactly("11 -> 21");
        }

        @Test
        void derivedReadInBetween_atEachStep_tellsTheNetChangeOnly() {
            Atom<Integer> above = Atom.derived(get -> get.get(sum) * 100);
            RecordingListener<Integer> aboveListener = new RecordingListener<>();
            store.subscribe(above, aboveListener);
            store.subscribe(sum, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.get(above);
                tx.set(b, 9);
                tx.get(above);
            });
            assertThat(listener.told()).isEmpty();
            assertThat(aboveListener.told()).isEmpty();
            assertThat(store.get(above)).isEqualTo(1100);

            store.transaction(tx -> {
                tx.set(a, 5);
                tx.get(above);
                tx.set(a, 2);
                tx.set(b, 19);
            });
            assertThat(listener.told()).containsExactly("11 -> 21");
            assertThat(aboveListener.told()).containsExactly("1100 -> 2100");
        }

        @Test
        void derivedReadByAnotherInBetween_isSeenRightByBothAfterwards() {
            Atom<Integer> parity = Atom.map(a, n -> n % 2);
            Atom<Integer> reader = Atom.derived(get -> get.get(parity) + 100);
            Atom<Integer> lateReader = Atom.derived(get -> get.get(parity) + 200);
            store.subscribe(reader, listener);
            store.subscribe(lateReader, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                assertThat(tx.get(reader)).isEqualTo(100);
                tx.set(a, 3);
            });

            assertThat(listener.told()).isEmpty();
            assertThat(store.get(reader)).isEqualTo(101);
            assertThat(store.get(lateReader)).isEqualTo(201);
            store.set(a, 4);
            assertThat(listener.told()).containsExactly("101 -> 100", "201 -> 200");
        }

        @Test
        void effect_doesNotRun() {
            Log log = new Log();
            store.effect(ctx -> log.add(ctx.get(sum)));
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.get(sum);
                tx.set(b, 9);
            });

            assertThat(log.lines()).containsExactly("11");
        }

        @Test
        void errorInBetween_leavesTheValue() {
            Atom<Integer> inverse = Atom.map(a, n -> 100 / n);
            store.subscribe(inverse, listener);
            store.transaction(tx -> {
                tx.set(a, 0);
                assertThatThrownBy(() -> tx.get(inverse)).isInstanceOf(ArithmeticException.class);
                tx.set(a, 1);
            });

            assertThat(listener.told()).isEmpty();
            assertThat(store.get(inverse)).isEqualTo(100);
        }
    }

    @Nested
    class SubscribingInside {
        @Test
        @Proves("R14")
        void beforeTheWrite_isToldOnceAfterTheCommit() {
            store.transaction(tx -> {
                store.subscribe(a, listener);
                store.subscribe(sum, listener);
                tx.set(a, 2);
                tx.set(a, 3);
                assertThat(listener.told()).isEmpty();
            });

            assertThat(listener.told()).containsExactly("1 -> 3", "11 -> 13");
        }

        @Test
        @Proves("R14")
        void afterTheWrite_isToldAtMostOnceOfThisCommit_andOfEveryLaterOne() {
            store.transaction(tx -> {
                tx.set(a, 2);
                store.subscribe(sum, listener);
                assertThat(listener.told()).isEmpty();
            });
            assertThat(listener.told().size()).isLessThanOrEqualTo(1);
            int told = listener.told().size();
            store.set(a, 3);

            assertThat(listener.told().subList(told, listener.told().size())).containsExactly("12 -> 13");
        }

        @Test
        @Proves("R14")
        void betweenTwoWrites_isToldOfTheFinalValue() {
            store.transaction(tx -> {
                tx.set(a, 2);
                store.subscribe(a, listener);
                tx.set(a, 3);
            });

            assertThat(listener.values()).containsExactly(3);
        }

        @Test
        @Proves({"R14", "R16"})
        void subscribedAndDisposedInside_isNeverCalled() {
            store.transaction(tx -> {
                AtomSubscription subscription = store.subscribe(a, listener);
                tx.set(a, 2);
                subscription.dispose();
                assertThat(subscription.isDisposed()).isTrue();
            });
            store.set(a, 3);

            assertThat(listener.told()).isEmpty();
        }

        @Test
        @Proves("R16")
        void disposedInside_isNotToldOfThisCommit() {
            AtomSubscription subscription = store.subscribe(a, listener);
            store.transaction(tx -> {
                tx.set(a, 2);
                subscription.dispose();
            });

            assertThat(listener.told()).isEmpty();
        }

        @Test
        @Proves("R18")
        void effectCreatedInside_runsOnceAfterTheCommit_inOrderOfCreation() {
            Log log = new Log();
            store.effect(ctx -> log.add("old " + ctx.get(a)));
            log.drain();
            store.transaction(tx -> {
                store.effect(ctx -> log.add("first " + ctx.get(sum)));
                tx.set(a, 2);
                store.effect(ctx -> log.add("second " + ctx.get(sum)));
                tx.set(b, 20);
                assertThat(log.lines()).isEmpty();
            });
            assertThat(log.drain()).containsExactly("old 2", "first 22", "second 22");

            store.set(b, 30);
            assertThat(log.drain()).containsExactly("first 32", "second 32");
        }

        @Test
        @Proves("R18")
        void effectCreatedInATransactionThatChangesNothing_stillRuns() {
            Log log = new Log();
            store.transaction(tx -> store.effect(ctx -> log.add(ctx.get(a))));

            assertThat(log.lines()).containsExactly("1");
        }

        @Test
        @Proves("R18")
        void effectCreatedAndDisposedInside_neverRuns() {
            Log log = new Log();
            store.transaction(tx -> {
                store.effect(ctx -> log.add(ctx.get(a))).dispose();
                tx.set(a, 2);
            });
            store.set(a, 3);

            assertThat(log.lines()).isEmpty();
        }
    }
}
