package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Snapshots: consistent views, and going back to them. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("T3")
class SnapshotTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");
    private final Atom<Integer> sum = Atom.derived(runs.counting(get -> get.get(a) + get.get(b)));

    @Nested
    @Proves("R3")
    class Reading {
        @Test
        void snapshot_keepsItsValues_whateverIsCommittedLater() {
            store.set(a, 2);
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 3);
            store.transaction(tx -> {
                tx.set(a, 4);
                tx.set(b, 40);
            });

            assertThat(snapshot.get(a)).isEqualTo(2);
            assertThat(snapshot.get(b)).isEqualTo(10);
            assertThat(snapshot.get(sum)).isEqualTo(12);
            assertThat(store.get(sum)).isEqualTo(44);
        }

        @Test
        void manySnapshots_keepTheirOwn_whateverTheOrderOfClosing() {
            List<StoreSnapshot> snapshots = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                store.set(a, i);
                store.set(b, 100 * i);
                snapshots.add(store.snapshot());
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(7));
            for (int i : order) {
                assertThat(snapshots.get(i).get(a)).isEqualTo(i);
                assertThat(snapshots.get(i).get(sum)).isEqualTo(101 * i);
                snapshots.get(i).close();
                store.update(a, n -> n + 1);
                store.update(b, n -> n + 1);
            }
        }

        @Test
        void atomNeverSeenBefore_hasItsInitialValue_evenIfWrittenSince() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 5);

            assertThat(snapshot.get(a)).isEqualTo(1);
            assertThat(snapshot.get(sum)).isEqualTo(11);
        }

        @Test
        void derivedComputedInTheStoreSince_isEvaluatedAsOfTheSnapshot() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 5);
            store.subscribe(sum, value -> {});
            store.set(a, 6);

            assertThat(snapshot.get(sum)).isEqualTo(11);
            assertThat(store.get(sum)).isEqualTo(16);
        }

        @Test
        void derivedChangedInTheStoreSince_keepsTheSnapshotsValue() {
            store.subscribe(sum, value -> {});
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 5);
            store.set(b, 50);

            assertThat(snapshot.get(sum)).isEqualTo(11);
        }

        @Test
        @Proves("R2")
        void dynamicDependencies_followTheSnapshot() {
            PrimitiveAtom<Boolean> left = Atom.of(true);
            Atom<Integer> chosen = Atom.derived(get -> get.get(left) ? get.get(a) : get.get(b));
            store.get(chosen);
            StoreSnapshot snapshot = store.snapshot();
            store.set(left, false);
            assertThat(store.get(chosen)).isEqualTo(10);
            store.set(a, 5);

            assertThat(snapshot.get(chosen)).isEqualTo(1);
            assertThat(store.get(chosen)).isEqualTo(10);
        }

        @Test
        void derived_isEvaluatedOncePerSnapshot() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 5);
            Atom<Integer> above = Atom.derived(get -> get.get(sum) + get.get(sum));
            snapshot.get(sum);
            snapshot.get(above);
            snapshot.get(sum);
            snapshot.peek(sum);

            assertThat(runs.total()).isEqualTo(1);
        }

        @Test
        @Proves({"R4", "R5"})
        void evaluation_leavesNoTraceInTheStore() {
            store.get(sum);
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 5);
            store.get(sum);
            snapshot.get(sum);
            runs.sinceLast();

            assertThat(store.get(sum)).isEqualTo(15);
            assertThat(runs.sinceLast()).isZero();
            store.set(a, 6);
            assertThat(store.get(sum)).isEqualTo(16);
            assertThat(runs.sinceLast()).isEqualTo(1);
            assertThat(store.inspect().atoms()).hasSize(3);
        }

        @Test
        void evaluation_ofAnUnknownDerived_addsNothingToTheStore() {
            StoreSnapshot snapshot = store.snapshot();
            snapshot.get(sum);

            assertThat(store.inspect().find("a").map(atom -> atom.dependents()).orElse(List.of()))
                    .isEmpty();
        }

        @Test
        @Proves("R7")
        void errors_areThrownAgain_sameInstanceEachTime() {
            Atom<Integer> inverse = Atom.derived(runs.counting(get -> 100 / get.get(a)));
            store.set(a, 0);
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 1);
            Throwable first = catchThrowable(() -> snapshot.get(inverse));

            assertThat(first).isInstanceOf(ArithmeticException.class);
            assertThat(catchThrowable(() -> snapshot.get(inverse))).isSameAs(first);
            assertThat(store.get(inverse)).isEqualTo(100);
        }

        @Test
        @Proves({"T2", "T1"})
        void readsFromAnyThread_neverWaitForWriters() {
            store.get(sum);
            StoreSnapshot snapshot = store.snapshot();
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(a, 2))) {
                Threads.run(() -> {
                    assertThat(snapshot.get(a)).isEqualTo(1);
                    assertThat(snapshot.get(sum)).isEqualTo(11);
                    assertThat(snapshot.get(Atom.<Integer>derived(get -> get.get(sum) + 1)))
                            .isEqualTo(12);
                });
                assertThat(parked.isInside()).isTrue();
            }
        }

        @Test
        @Proves("T2")
        void openingWhileAnotherThreadSitsInATransaction_doesNotWait() {
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(a, 2))) {
                Threads.run(() -> {
                    try (StoreSnapshot snapshot = store.snapshot()) {
                        assertThat(snapshot.get(a)).isEqualTo(1);
                    }
                });
                assertThat(parked.isInside()).isTrue();
            }
        }

        @Test
        void readingTheStoreInsideItsReadFunctions_isAllowed() {
            Atom<Integer> odd = Atom.derived(get -> get.get(a) * 1000 + store.get(b));
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 2);

            assertThat(snapshot.get(odd)).isEqualTo(1010);
        }

        @Test
        void snapshotOpenedInAnEffect_isOfARecentCommit_andConsistent() {
            store.effect(ctx -> {
                int left = ctx.get(a);
                try (StoreSnapshot snapshot = store.snapshot()) {
                    log.add(left + " " + snapshot.get(a) + " " + snapshot.get(sum));
                }
            });
            store.set(a, 2);

            assertThat(log.lines()).containsExactly("1 1 11", "2 2 12");
        }
    }

    @Nested
    class Epochs {
        @Test
        @Proves("R12")
        void epoch_growsWithCommitsThatChangeSomething() {
            long start = store.snapshot().epoch();
            store.set(a, 1);
            store.get(sum);
            assertThat(store.snapshot().epoch()).isEqualTo(start);
            store.set(a, 2);
            long next = store.snapshot().epoch();
            assertThat(next).isGreaterThan(start);
            store.set(b, 20);

            assertThat(store.snapshot().epoch()).isGreaterThan(next);
        }

        @Test
        void twoSnapshotsOfOneCommit_areIndependent() {
            StoreSnapshot one = store.snapshot();
            StoreSnapshot two = store.snapshot();
            assertThat(one.epoch()).isEqualTo(two.epoch());
            one.close();
            store.set(a, 5);

            assertThat(two.get(a)).isEqualTo(1);
            assertThat(two.get(sum)).isEqualTo(11);
        }
    }

    @Nested
    class Closing {
        @Test
        void useAfterClose_isRefused() {
            StoreSnapshot snapshot = store.snapshot();
            snapshot.close();
            snapshot.close();

            assertThatThrownBy(() -> snapshot.get(a)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> snapshot.peek(sum)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> store.restore(snapshot)).isInstanceOf(AtomUsageException.class);
        }

        @Test
        void closingOne_doesNotHarmAnOlderOne() {
            StoreSnapshot old = store.snapshot();
            store.set(a, 2);
            StoreSnapshot young = store.snapshot();
            store.set(a, 3);
            young.close();
            store.set(a, 4);

            assertThat(old.get(a)).isEqualTo(1);
        }

        @Test
        void openSnapshots_areCounted() {
            StoreSnapshot one = store.snapshot();
            StoreSnapshot two = store.snapshot();
            assertThat(store.inspect().openSnapshots()).isEqualTo(2);
            one.close();
            one.close();
            assertThat(store.inspect().openSnapshots()).isEqualTo(1);
            two.close();

            assertThat(store.inspect().openSnapshots()).isZero();
        }
    }

    @Nested
    @Proves("R10")
    class Restoring {
        private final RecordingListener<Integer> listener = new RecordingListener<>();

        @Test
        void restore_bringsAllPrimitivesBack_inOneCommit() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 2);
            store.set(b, 20);
            store.subscribe(sum, listener);
            store.restore(snapshot);

            assertThat(store.get(a)).isEqualTo(1);
            assertThat(store.get(b)).isEqualTo(10);
            assertThat(listener.told()).containsExactly("22 -> 11");
        }

        @Test
        void restore_touchesOnlyWhatDiffers() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(b, 20);
            store.subscribe(a, listener);
            long before = store.snapshot().epoch();
            store.restore(snapshot);
            assertThat(listener.told()).isEmpty();
            long after = store.snapshot().epoch();
            assertThat(after).isGreaterThan(before);
            store.restore(snapshot);

            assertThat(store.snapshot().epoch()).isEqualTo(after);
        }

        @Test
        void restore_ofAnAtomThatWasUnknown_returnsToItsInitialValue() {
            StoreSnapshot snapshot = store.snapshot();
            PrimitiveAtom<Integer> later = Atom.of(7);
            store.set(later, 8);
            store.restore(snapshot);

            assertThat(store.get(later)).isEqualTo(7);
        }

        @Test
        void restoreForwardAndBack_works() {
            StoreSnapshot one = store.snapshot();
            store.set(a, 2);
            StoreSnapshot two = store.snapshot();
            store.subscribe(sum, listener);
            store.restore(one);
            store.restore(two);
            store.restore(one);

            assertThat(listener.told()).containsExactly("12 -> 11", "11 -> 12", "12 -> 11");
        }

        @Test
        @Proves("R11")
        void restoreInsideATransactionThatThrows_isTakenBack() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 2);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        store.restore(snapshot);
                        assertThat(tx.get(a)).isEqualTo(1);
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(a)).isEqualTo(2);
        }

        @Test
        void restoreInsideATransaction_isPartOfIt() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 2);
            store.subscribe(sum, listener);
            store.transaction(tx -> {
                tx.set(b, 20);
                store.restore(snapshot);
                tx.update(a, n -> n + 4);
            });

            assertThat(listener.told()).containsExactly("12 -> 15");
        }

        @Test
        void restoreInAListener_isANewCommit() {
            StoreSnapshot snapshot = store.snapshot();
            store.subscribe(a, value -> {
                if (value == 2) {
                    store.restore(snapshot);
                }
            });
            store.subscribe(a, listener);
            store.set(a, 2);

            assertThat(listener.told()).containsExactly("1 -> 2", "2 -> 1");
        }

        @Test
        void snapshotOfAnotherStore_isRefused() {
            AtomStore other = AtomStore.builder().name("other").build();
            assertThatThrownBy(() -> store.restore(other.snapshot()))
                    .isInstanceOf(AtomUsageException.class)
                    .hasMessageContaining("other");
        }

        @Test
        void snapshotStaysReadable_afterItWasRestored() {
            StoreSnapshot snapshot = store.snapshot();
            store.set(a, 2);
            store.restore(snapshot);
            store.set(a, 3);

            assertThat(snapshot.get(sum)).isEqualTo(11);
        }

        @Test
        void interceptors_areNotAsked() {
            AtomStore strict = AtomStore.builder()
                    .validate(a, n -> n < 100, "below 100")
                    .transform(b, n -> n + 1)
                    .build();
            StoreSnapshot snapshot = strict.snapshot();
            strict.set(b, 50);
            assertThat(strict.get(b)).isEqualTo(51);
            strict.restore(snapshot);

            assertThat(strict.get(b)).isEqualTo(10);
        }
    }
}
