package io.atoms.utils;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.testing.TestStore;
import io.atoms.utils.testing.FrozenClock;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ThrottledAtomTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();
    private final List<Integer> told = new ArrayList<>();
    private final ThrottledAtom<Integer> both = ThrottledAtom.of(0, INTERVAL).named("x");

    /** Another one with the same time. */
    private AtomStore newStore() {
        AtomStore result = AtomStore.create();
        result.set(TimeAtoms.SCHEDULER, test.scheduler());
        return result;
    }

    private AtomSubscription follow(ThrottledAtom<Integer> atom) {
        return store.subscribe(atom.throttled(), value -> told.add(value));
    }

    private void pass(long millis) {
        test.advance(Duration.ofMillis(millis));
    }

    /** Writes 1, 2, 3, .. with the given time between. */
    private void writeEvery(ThrottledAtom<Integer> atom, long millis, int count) {
        for (int i = 1; i <= count; i++) {
            store.set(atom.current(), i);
            pass(millis);
        }
    }

    @Nested
    class BothEdges {
        @Test
        void initialValue_isShown() {
            assertThat(store.get(both.throttled())).isZero();
            assertThat(store.get(both.pending())).isFalse();
        }

        @Test
        void singleWrite_isShownAtOnce_andOnce() {
            follow(both);
            store.set(both.current(), 1);
            assertThat(told).containsExactly(1);
            pass(1000);
            assertThat(told).containsExactly(1);
        }

        @Test
        void lastWriteInside_isShownAtTheEnd() {
            follow(both);
            store.set(both.current(), 1);
            pass(30);
            store.set(both.current(), 2);
            store.set(both.current(), 3);
            assertThat(store.get(both.current())).isEqualTo(3);
            assertThat(store.get(both.throttled())).isEqualTo(1);
            assertThat(store.get(both.pending())).isTrue();
            pass(69);
            assertThat(told).containsExactly(1);
            pass(1);
            assertThat(told).containsExactly(1, 3);
            assertThat(store.get(both.pending())).isFalse();
        }

        @Test
        void steadyWrites_areShownOncePerInterval() {
            follow(both);
            writeEvery(both, 10, 35); // at 0, 10, .. 340 ms

            assertThat(told).containsExactly(1, 10, 20, 30);
            pass(100);
            assertThat(told).containsExactly(1, 10, 20, 30, 35);
        }

        @Test
        void writeAfterATrailingEdge_waitsForTheNextInterval() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            pass(100);
            store.set(both.current(), 3);
            assertThat(told).containsExactly(1, 2);
            pass(100);
            assertThat(told).containsExactly(1, 2, 3);
        }

        @Test
        void writeAfterAnIdleInterval_isShownAtOnce() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            pass(200);
            store.set(both.current(), 3);

            assertThat(told).containsExactly(1, 2, 3);
        }

        @Test
        void equalValue_isNoChange() {
            follow(both);
            store.set(both.current(), 0);
            store.set(both.current(), 1);
            store.set(both.current(), 1);

            assertThat(told).containsExactly(1);
            assertThat(store.get(both.pending())).isFalse();
        }

        @Test
        void insideReturnsToWhatIsShown_tellsNobody() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            store.set(both.current(), 1);
            pass(100);

            assertThat(told).containsExactly(1);
        }
    }

    @Nested
    class LeadingOnly {
        private final ThrottledAtom<Integer> leading = both.trailing(false);

        @Test
        void insideTheInterval_isDropped() {
            follow(leading);
            writeEvery(leading, 10, 25);

            assertThat(told).containsExactly(1, 11, 21);
            pass(1000);
            assertThat(told).containsExactly(1, 11, 21);
            assertThat(store.get(leading.current())).isEqualTo(25);
            assertThat(store.get(leading.pending())).isFalse();
        }

        @Test
        void droppedValue_isShownIfWrittenAgainLater() {
            follow(leading);
            store.set(leading.current(), 1);
            store.set(leading.current(), 2);
            pass(100);
            store.set(leading.current(), 2);

            assertThat(told).containsExactly(1, 2);
        }

        @Test
        void flush_showsTheDroppedValue() {
            follow(leading);
            store.set(leading.current(), 1);
            store.set(leading.current(), 2);

            assertThat(store.run(leading.flush())).isFalse();
            assertThat(told).containsExactly(1, 2);
        }
    }

    @Nested
    class TrailingOnly {
        private final ThrottledAtom<Integer> trailing = both.leading(false);

        @Test
        void everyInterval_showsItsLastWrite() {
            follow(trailing);
            writeEvery(trailing, 10, 25);

            assertThat(told).containsExactly(10, 20);
            pass(100);
            assertThat(told).containsExactly(10, 20, 25);
        }

        @Test
        void singleWrite_isShownAtTheEnd() {
            follow(trailing);
            store.set(trailing.current(), 1);
            assertThat(told).isEmpty();
            pass(100);
            assertThat(told).containsExactly(1);
        }
    }

    @Nested
    class Unobserved {
        @Test
        void trailingValue_isFoundAtTheNextRead() {
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            assertThat(store.get(both.throttled())).isEqualTo(1);
            pass(100);
            assertThat(store.get(both.throttled())).isEqualTo(2);
        }

        @Test
        void writeAfterTheEnd_keepsTheTrailingValueForAnInterval() {
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            pass(150);
            store.set(both.current(), 3);
            assertThat(store.get(both.throttled())).isEqualTo(2);
            pass(50);
            assertThat(store.get(both.throttled())).isEqualTo(3);
        }

        @Test
        void unmount_cancelsTheTimer_andTheCurrentValueStays() {
            AtomSubscription subscription = follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            subscription.dispose();
            pass(1000);

            assertThat(told).containsExactly(1);
            assertThat(store.get(both.current())).isEqualTo(2);
            assertThat(store.get(both.throttled())).isEqualTo(2);
        }
    }

    @Nested
    class FlushAndCancel {
        @Test
        void flush_showsAtOnce_andBeginsAnInterval() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            pass(50);
            assertThat(store.run(both.flush())).isTrue();
            assertThat(told).containsExactly(1, 2);
            pass(60);
            store.set(both.current(), 3);
            assertThat(told).containsExactly(1, 2);
            pass(40);
            assertThat(told).containsExactly(1, 2, 3);
        }

        @Test
        void flush_withNothingWaiting_isNoChange() {
            follow(both);
            assertThat(store.run(both.flush())).isFalse();
            store.set(both.current(), 1);
            assertThat(store.run(both.flush())).isFalse();
            assertThat(told).containsExactly(1);
        }

        @Test
        void cancel_keepsTheValueBack_untilTheNextWrite() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            assertThat(store.run(both.cancel())).isTrue();
            assertThat(store.run(both.cancel())).isFalse();
            pass(1000);
            assertThat(told).containsExactly(1);
            store.set(both.current(), 2);
            assertThat(told).containsExactly(1, 2);
        }

        @Test
        void reset_showsTheInitialValue_andEndsTheInterval() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            store.reset(both.current());
            store.set(both.current(), 5);
            pass(1000);

            assertThat(told).containsExactly(1, 0, 5);
        }
    }

    @Nested
    class Transactions {
        @Test
        void writesOfOneTransaction_showTheFirst_thenTheLast() {
            follow(both);
            store.transaction(tx -> {
                tx.set(both.current(), 1);
                tx.set(both.current(), 2);
            });
            assertThat(told).containsExactly(1);
            pass(100);
            assertThat(told).containsExactly(1, 2);
        }

        @Test
        void rollback_leavesTheIntervalAsItWas() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(both.current(), 3);
                        tx.run(both.flush());
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            pass(100);

            assertThat(told).containsExactly(1, 2);
        }

        @Test
        void snapshot_keepsWhatIsShown_andRestoreIsNotStuck() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            try (StoreSnapshot snapshot = store.snapshot()) {
                pass(100);
                assertThat(snapshot.get(both.throttled())).isEqualTo(1);
                store.set(both.current(), 3);
                pass(100);
                store.restore(snapshot);
                pass(100);
            }
            assertThat(store.get(both.throttled())).isEqualTo(2);
        }
    }

    @Nested
    class Definition {
        @Test
        void withoutAnEdge_isRefused() {
            assertThatThrownBy(() -> both.leading(false).trailing(false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x would never show a value");
        }

        @Test
        void badInterval_isRefused() {
            assertThatThrownBy(() -> ThrottledAtom.of(0, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("interval of throttled must be positive");
        }

        @Test
        void named_isTheNameOfItsAtoms() {
            assertThat(both.name()).isEqualTo("x");
            assertThat(both.throttled().name()).isEqualTo("x.throttled");
        }

        @Test
        void baseOfOthers_isFollowed() {
            PrimitiveAtom<Integer> base = Atom.of(0).named("base");
            ThrottledAtom<Integer> view = ThrottledAtom.of(base, INTERVAL);
            follow(view);
            store.set(base, 7);
            store.set(view.current(), 8);
            store.set(base, 9);

            assertThat(told).containsExactly(7, 8, 9);
            assertThat(view.name()).isEqualTo("base.throttled");
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = newStore();
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            other.set(both.current(), 5);

            assertThat(other.get(both.throttled())).isEqualTo(5);
            assertThat(store.get(both.throttled())).isEqualTo(1);
        }
    }

    @Nested
    class Life {
        @Test
        void close_whileWaiting_isQuiet() {
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            store.close();
            pass(1000);

            assertThat(told).containsExactly(1);
        }

        @Test
        void timerAheadOfTheClock_staysOnePerInterval() {
            store.set(TimeAtoms.SCHEDULER, new FrozenClock(test.scheduler()));
            follow(both);
            store.set(both.current(), 1);
            store.set(both.current(), 2);
            pass(100);
            assertThat(told).containsExactly(1, 2);
            store.set(both.current(), 3);
            pass(99);
            assertThat(told).containsExactly(1, 2);
            pass(1000);
            assertThat(told).containsExactly(1, 2, 3);
        }

        /** R26 */
        @Test
        void storeWithATimer_isCollected() {
            assertThat(Garbage.collects(waitingStore())).isTrue();
            pass(1000);
        }

        private WeakReference<AtomStore> waitingStore() {
            AtomStore forgotten = newStore();
            forgotten.subscribe(both.throttled(), value -> told.add(value));
            forgotten.set(both.current(), 1);
            forgotten.set(both.current(), 2);
            return new WeakReference<>(forgotten);
        }

        @Test
        void writersOfManyThreads_areShownInOrder_andTheLastIsShown() throws Exception {
            AtomStore real = AtomStore.create();
            ThrottledAtom<Integer> number = ThrottledAtom.of(0, Duration.ofMillis(1));
            List<Integer> seen = new CopyOnWriteArrayList<>();
            real.subscribe(number.throttled(), value -> seen.add(value));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 500; n++) {
                        real.update(number.current(), value -> value + 1);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            await().until(() -> !seen.isEmpty() && seen.get(seen.size() - 1) == 2000);
            assertThat(seen).isSorted();
        }
    }
}
