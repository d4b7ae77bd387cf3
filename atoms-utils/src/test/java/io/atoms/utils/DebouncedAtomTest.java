package io.atoms.utils;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.testing.TestStore;
import io.atoms.utils.testing.FrozenClock;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class DebouncedAtomTest {
    private static final Duration DELAY = Duration.ofMillis(100);

    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();
    private final DebouncedAtom<String> query = DebouncedAtom.of("", DELAY).named("query");
    private final List<String> told = new ArrayList<>();

    /** Another one with the same time. */
    private AtomStore newStore() {
        AtomStore result = AtomStore.create();
        result.set(TimeAtoms.SCHEDULER, test.scheduler());
        return result;
    }

    private AtomSubscription follow() {
        return store.subscribe(query.settled(), value -> told.add(value));
    }

    private void type(String text) {
        store.set(query.current(), text);
    }

    private void pass(long millis) {
        test.advance(Duration.ofMillis(millis));
    }

    @Nested
    class Observed {
        @Test
        void initialValue_isSettled() {
            follow();

            assertThat(store.get(query.current())).isEmpty();
            assertThat(store.get(query.settled())).isEmpty();
            assertThat(store.get(query.pending())).isFalse();
            pass(1000);
            assertThat(told).isEmpty();
        }

        @Test
        void write_isCurrentAtOnce_andSettlesAfterTheDelay() {
            follow();
            type("a");

            assertThat(store.get(query.current())).isEqualTo("a");
            assertThat(store.get(query.settled())).isEmpty();
            pass(99);
            assertThat(told).isEmpty();
            pass(1);
            assertThat(told).containsExactly("a");
        }

        @Test
        void burst_settlesOnce_toTheLastValue() {
            follow();
            for (String text : List.of("a", "at", "ato", "atom")) {
                type(text);
                pass(60);
            }
            assertThat(told).isEmpty();
            pass(40);
            assertThat(told).containsExactly("atom");
        }

        @Test
        void nextBurst_settlesAgain() {
            follow();
            type("a");
            pass(100);
            type("b");
            assertThat(store.get(query.settled())).isEqualTo("a");
            pass(100);
            assertThat(told).containsExactly("a", "b");
        }

        @Test
        void burstThatReturnsToTheSettledValue_tellsNobody() {
            follow();
            type("a");
            type("");
            assertThat(store.get(query.pending())).isTrue();
            pass(100);
            assertThat(told).isEmpty();
            assertThat(store.get(query.pending())).isFalse();
        }

        @Test
        void equalValueWhileNothingIsPending_isNoChange() {
            follow();
            type("a");
            pass(100);
            type("a");

            assertThat(store.get(query.pending())).isFalse();
        }

        @Test
        void equalValueWhilePending_beginsTheDelayAnew() {
            follow();
            type("a");
            pass(60);
            type("a");
            pass(60);
            assertThat(told).isEmpty();
            pass(40);
            assertThat(told).containsExactly("a");
        }

        @Test
        void pendingAndSettled_changeInOneCommit() {
            List<String> seen = new ArrayList<>();
            Atom<String> both = Atom.combine(query.settled(), query.pending(), (s, p) -> s + (p ? "*" : ""));
            store.subscribe(both, value -> seen.add(value));

            type("a");
            pass(100);

            assertThat(seen).containsExactly("*", "a");
        }

        @Test
        void update_readsTheCurrentValue() {
            follow();
            type("a");
            store.update(query.current(), text -> text + "b");
            pass(100);

            assertThat(told).containsExactly("ab");
        }

        @Test
        void observerThatWrites_beginsANewBurst() {
            store.subscribe(query.settled(), value -> {
                told.add(value);
                if (value.length() < 3) {
                    type(value + "!");
                }
            });
            type("a");
            pass(100);
            pass(100);
            pass(100);
            pass(100);

            assertThat(told).containsExactly("a", "a!", "a!!");
        }

        @Test
        void aSecondObserver_doesNotBeginTheDelayAnew() {
            follow();
            type("a");
            pass(60);
            store.subscribe(query.pending(), value -> {});
            pass(40);

            assertThat(told).containsExactly("a");
        }

        @Test
        void nulls_areValues() {
            DebouncedAtom<String> nullable = DebouncedAtom.of((String) null, DELAY);
            List<String> seen = new ArrayList<>();
            store.subscribe(nullable.settled(), value -> seen.add(value));

            store.set(nullable.current(), "a");
            pass(100);
            store.set(nullable.current(), null);
            assertThat(store.get(nullable.settled())).isEqualTo("a");
            pass(100);

            assertThat(seen).containsExactly("a", null);
        }
    }

    @Nested
    class Unobserved {
        @Test
        void read_beforeTheDelay_isNotSettled() {
            type("a");
            pass(99);

            assertThat(store.get(query.settled())).isEmpty();
            assertThat(store.get(query.pending())).isTrue();
        }

        @Test
        void read_afterTheDelay_isSettled() {
            type("a");
            pass(100);

            assertThat(store.get(query.settled())).isEqualTo("a");
            assertThat(store.get(query.pending())).isFalse();
        }

        @Test
        void read_meanwhile_doesNotBeginTheDelayAnew() {
            type("a");
            pass(50);
            assertThat(store.get(query.settled())).isEmpty();
            pass(50);
            assertThat(store.get(query.settled())).isEqualTo("a");
        }

        @Test
        void nextWriteAfterTheDelay_keepsWhatHadSettled() {
            type("a");
            pass(100);
            type("b");

            assertThat(store.get(query.settled())).isEqualTo("a");
            pass(100);
            assertThat(store.get(query.settled())).isEqualTo("b");
        }

        @Test
        void observer_afterTheDelay_findsItSettled() {
            type("a");
            pass(100);
            follow();

            assertThat(store.get(query.settled())).isEqualTo("a");
        }

        @Test
        void observer_beforeTheDelay_waitsForWhatIsLeft() {
            type("a");
            pass(70);
            follow();
            pass(29);
            assertThat(told).isEmpty();
            pass(1);
            assertThat(told).containsExactly("a");
        }
    }

    @Nested
    class Unmounted {
        @Test
        void timer_isCancelled_andTheCurrentValueStays() {
            AtomSubscription subscription = follow();
            type("a");
            subscription.dispose();
            pass(1000);

            assertThat(told).isEmpty();
            assertThat(store.get(query.current())).isEqualTo("a");
            assertThat(store.get(query.settled())).isEqualTo("a");
        }

        @Test
        void remount_inTime_waitsForWhatIsLeft() {
            AtomSubscription subscription = follow();
            type("a");
            pass(50);
            subscription.dispose();
            pass(10);
            follow();
            pass(39);
            assertThat(told).isEmpty();
            pass(1);
            assertThat(told).containsExactly("a");
        }
    }

    @Nested
    class FlushAndCancel {
        @Test
        void flush_settlesAtOnce_andTheTimerDoesNothing() {
            follow();
            type("a");

            assertThat(store.run(query.flush())).isTrue();
            assertThat(told).containsExactly("a");
            assertThat(store.get(query.pending())).isFalse();
            pass(1000);
            assertThat(told).containsExactly("a");
        }

        @Test
        void flush_withNothingPending_isNoChange() {
            follow();

            assertThat(store.run(query.flush())).isFalse();
            type("a");
            pass(100);
            assertThat(store.run(query.flush())).isFalse();
            assertThat(told).containsExactly("a");
        }

        @Test
        void cancel_keepsBothValues() {
            follow();
            type("a");

            assertThat(store.run(query.cancel())).isTrue();
            pass(1000);
            assertThat(told).isEmpty();
            assertThat(store.get(query.current())).isEqualTo("a");
            assertThat(store.get(query.settled())).isEmpty();
            assertThat(store.get(query.pending())).isFalse();
            assertThat(store.run(query.cancel())).isFalse();
        }

        @ParameterizedTest(name = "then {0} is written")
        @ValueSource(strings = {"a", "b"})
        void writeAfterCancel_settles(String next) {
            follow();
            type("a");
            store.run(query.cancel());
            type(next);
            pass(100);

            assertThat(told).containsExactly(next);
        }

        @Test
        void flushAfterCancel_settlesTheCurrentValue() {
            follow();
            type("a");
            store.run(query.cancel());

            assertThat(store.run(query.flush())).isFalse();
            assertThat(told).containsExactly("a");
        }

        @Test
        void cancel_afterTheDelayPassedUnobserved_isTooLate() {
            type("a");
            pass(100);

            assertThat(store.run(query.cancel())).isFalse();
            assertThat(store.get(query.settled())).isEqualTo("a");
        }

        @Test
        void reset_settlesTheInitialValue() {
            follow();
            type("a");
            pass(100);
            type("b");
            store.reset(query.current());
            pass(100);

            assertThat(told).containsExactly("a", "");
            assertThat(store.get(query.current())).isEmpty();
            assertThat(store.get(query.pending())).isFalse();
        }
    }

    @Nested
    class Transactions {
        @Test
        void severalWrites_areOneBurst_andFlushJoins() {
            follow();
            store.transaction(tx -> {
                tx.set(query.current(), "a");
                tx.set(query.current(), "b");
                assertThat(tx.get(query.settled())).isEmpty();
                assertThat(tx.get(query.pending())).isTrue();
                tx.run(query.flush());
                assertThat(tx.get(query.settled())).isEqualTo("b");
            });

            assertThat(told).containsExactly("b");
        }

        @Test
        void rollback_leavesTheBurstBeforeAsItWas() {
            follow();
            type("a");
            pass(60);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(query.current(), "b");
                        tx.get(query.settled());
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            pass(40);

            assertThat(told).containsExactly("a");
            assertThat(store.get(query.current())).isEqualTo("a");
        }

        @Test
        void rollbackOfTheFirstWrite_startsNothing() {
            follow();
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(query.current(), "b");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            pass(1000);

            assertThat(told).isEmpty();
            assertThat(store.get(query.pending())).isFalse();
        }

        @Test
        void snapshot_keepsTheSettledValue() {
            follow();
            type("a");
            try (StoreSnapshot snapshot = store.snapshot()) {
                pass(100);
                assertThat(snapshot.get(query.settled())).isEmpty();
                assertThat(snapshot.get(query.pending())).isTrue();
                assertThat(snapshot.get(query.current())).isEqualTo("a");
            }
            assertThat(told).containsExactly("a");
        }

        @Test
        void restoreOfAPendingValue_isNotStuck() {
            type("a");
            try (StoreSnapshot snapshot = store.snapshot()) {
                type("b");
                pass(100);
                follow();
                store.restore(snapshot);
                pass(100);
            }

            assertThat(store.get(query.settled())).isEqualTo("a");
            assertThat(store.get(query.pending())).isFalse();
        }
    }

    @Nested
    class OnABase {
        private final PrimitiveAtom<String> base = Atom.of("").named("text");
        private final DebouncedAtom<String> view = DebouncedAtom.of(base, DELAY);
        private final List<String> seen = new ArrayList<>();

        @Test
        void write_reachesTheBaseAtOnce() {
            store.set(view.current(), "a");

            assertThat(store.get(base)).isEqualTo("a");
            assertThat(store.get(view.settled())).isEmpty();
        }

        @Test
        void writeOfTheBase_isSettledAtOnce_ifNothingIsPending() {
            store.subscribe(view.settled(), value -> seen.add(value));
            store.set(base, "a");

            assertThat(seen).containsExactly("a");
        }

        @Test
        void writeOfTheBase_whilePending_settlesWithIt() {
            store.subscribe(view.settled(), value -> seen.add(value));
            store.set(view.current(), "a");
            store.set(base, "b");
            assertThat(seen).isEmpty();
            pass(100);

            assertThat(seen).containsExactly("b");
        }

        @Test
        void baseThatRefuses_leavesNothing() {
            WritableAtom<String, String> strict = Atom.writable(get -> get.get(base), (set, value) -> {
                throw new IllegalArgumentException("no " + value);
            });
            DebouncedAtom<String> refused = DebouncedAtom.of(strict, DELAY);

            assertThatThrownBy(() -> store.set(refused.current(), "a")).hasMessage("no a");
            assertThat(store.get(refused.pending())).isFalse();
        }

        @Test
        void name_isThatOfTheBase() {
            assertThat(view.settled().name()).isEqualTo("text.debounced.settled");
        }
    }

    @Nested
    class Definition {
        @ParameterizedTest(name = "{0} ms")
        @ValueSource(longs = {0, -1, Long.MAX_VALUE})
        void badDelay_isRefused(long millis) {
            assertThatThrownBy(() -> DebouncedAtom.of("", Duration.ofMillis(millis)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("delay of debounced")
                    .hasMessageContaining("positive");
        }

        @Test
        void named_isAnotherDefinition() {
            DebouncedAtom<String> other = query.named("other");
            type("a");

            assertThat(store.get(other.current())).isEmpty();
            assertThat(other.current().name()).isEqualTo("other");
            assertThat(other.settled().name()).isEqualTo("other.settled");
            assertThat(other.name()).isEqualTo("other");
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = newStore();
            follow();
            type("a");
            store.run(query.flush());
            pass(100);

            assertThat(other.get(query.current())).isEmpty();
            assertThat(other.get(query.settled())).isEmpty();
        }
    }

    @Nested
    class Clocks {
        @Test
        void anotherScheduler_measuresWhatIsLeft() {
            follow();
            type("a");
            VirtualTimeScheduler other = VirtualTimeScheduler.create();
            store.set(TimeAtoms.SCHEDULER, other);
            pass(1000);
            assertThat(told).isEmpty();
            other.advanceTimeBy(DELAY);

            assertThat(told).containsExactly("a");
        }

        @Test
        void timerAheadOfTheClock_settlesForGood() {
            store.set(TimeAtoms.SCHEDULER, new FrozenClock(test.scheduler()));
            follow();
            type("a");
            pass(100);
            assertThat(store.run(query.cancel())).isFalse();
            type("b");
            assertThat(store.get(query.settled())).isEqualTo("a");
            pass(100);

            assertThat(told).containsExactly("a", "b");
        }

        @Test
        void clockSetBack_isNotWaitedFor() {
            type("a");
            VirtualTimeScheduler earlier = VirtualTimeScheduler.create();
            pass(50);
            test.advance(Duration.ofDays(1));
            type("b");
            store.set(TimeAtoms.SCHEDULER, earlier); // a day earlier

            assertThat(store.get(query.settled())).isEqualTo("b");
        }

        @Test
        void schedulerThatRefuses_isTheErrorOfSettled_untilItIsReplaced() {
            Scheduler dead = Schedulers.newSingle("dead");
            dead.dispose();
            store.set(TimeAtoms.SCHEDULER, dead);
            type("a");

            assertThat(store.get(query.current())).isEqualTo("a");
            assertThatThrownBy(() -> store.get(query.settled())).isInstanceOf(RejectedExecutionException.class);
            type("b");
            store.set(TimeAtoms.SCHEDULER, test.scheduler());
            assertThat(store.get(query.settled())).isEqualTo("b");
        }
    }

    @Nested
    class Life {
        @Test
        void close_whilePending_isQuiet() {
            follow();
            type("a");
            store.close();
            pass(1000);

            assertThat(told).isEmpty();
        }

        /** R26 */
        @Test
        void storeWithATimer_isCollected() {
            assertThat(Garbage.collects(pendingStore())).isTrue();
            pass(1000);
            assertThat(told).isEmpty();
        }

        private WeakReference<AtomStore> pendingStore() {
            AtomStore forgotten = newStore();
            forgotten.subscribe(query.settled(), value -> told.add(value));
            forgotten.set(query.current(), "a");
            assertThat(test.pendingTimers()).isPositive();
            return new WeakReference<>(forgotten);
        }

        /** R26 */
        @Test
        void observedStoreThatIsReferredTo_keepsItsTimer() {
            follow();
            type("a");
            Garbage.collect();
            pass(100);

            assertThat(told).containsExactly("a");
        }
    }

    @Nested
    class RealThreads {
        @Test
        void burstsOfManyThreads_settleToTheLastValue() throws Exception {
            AtomStore real = AtomStore.create();
            DebouncedAtom<Integer> number = DebouncedAtom.of(0, Duration.ofMillis(2));
            List<Integer> seen = new CopyOnWriteArrayList<>();
            real.subscribe(number.settled(), value -> seen.add(value));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 500; n++) {
                        real.update(number.current(), value -> value + 1);
                        if (n % 50 == 0) {
                            real.run(number.flush());
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            await().until(() -> !seen.isEmpty() && seen.get(seen.size() - 1) == 2000);
            assertThat(real.get(number.pending())).isFalse();
            assertThat(seen).isSorted();
        }
    }
}
