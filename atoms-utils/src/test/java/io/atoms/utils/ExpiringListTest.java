package io.atoms.utils;

import static io.atoms.utils.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.StoreSnapshot;
import io.atoms.testing.TestStore;
import io.atoms.utils.testing.FrozenClock;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class ExpiringListTest {
    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();
    private final ExpiringList<String> list =
            ExpiringList.<String>of(Duration.ofMillis(100)).named("toasts");
    private final List<List<String>> told = new ArrayList<>();

    /** Another one with the same time. */
    private AtomStore newStore() {
        AtomStore result = AtomStore.create();
        result.set(TimeAtoms.SCHEDULER, test.scheduler());
        return result;
    }

    private AtomSubscription follow() {
        return store.subscribe(list.items(), items -> told.add(items));
    }

    private void add(String item) {
        store.run(list.add(), item);
    }

    private void pass(long millis) {
        test.advance(Duration.ofMillis(millis));
    }

    @Nested
    class Observed {
        @Test
        void item_leavesAfterItsTime() {
            follow();
            add("a");
            pass(99);
            assertThat(told).containsExactly(List.of("a"));
            pass(1);
            assertThat(told).containsExactly(List.of("a"), List.of());
        }

        @Test
        void items_leaveOneByOne() {
            follow();
            for (String item : List.of("a", "b", "c")) {
                add(item);
                pass(40);
            }
            assertThat(store.get(list.items())).containsExactly("b", "c");
            pass(20);
            assertThat(store.get(list.items())).containsExactly("c");
            pass(40);
            assertThat(told)
                    .containsExactly(
                            List.of("a"),
                            List.of("a", "b"),
                            List.of("a", "b", "c"),
                            List.of("b", "c"),
                            List.of("c"),
                            List.of());
        }

        @Test
        void oneLongLeap_leavesNoneBehind() {
            follow();
            add("a");
            pass(10);
            add("b");
            pass(1000);

            assertThat(store.get(list.items())).isEmpty();
            add("c");
            assertThat(store.get(list.items())).containsExactly("c");
            pass(100);
            assertThat(store.get(list.items())).isEmpty();
        }

        @Test
        void addAfterOneLeft_doesNotBringItBack() {
            follow();
            add("a");
            pass(50);
            add("b");
            pass(50);
            add("c");

            assertThat(told).containsExactly(List.of("a"), List.of("a", "b"), List.of("b"), List.of("b", "c"));
        }

        @Test
        void equalItems_areItemsOfTheirOwn() {
            follow();
            add("a");
            pass(50);
            add("a");
            assertThat(store.get(list.items())).containsExactly("a", "a");
            pass(50);
            assertThat(store.get(list.items())).containsExactly("a");
        }

        @Test
        void listenerThatAdds_isServed() {
            store.subscribe(list.items(), items -> {
                told.add(items);
                if (items.isEmpty() && told.size() < 5) {
                    add("again");
                }
            });
            add("a");
            pass(100);
            pass(100);

            assertThat(told).containsExactly(List.of("a"), List.of(), List.of("again"), List.of(), List.of("again"));
        }
    }

    @Nested
    class Unobserved {
        @Test
        void expired_areLeftOutAtTheNextRead() {
            add("a");
            pass(60);
            add("b");
            pass(40);

            assertThat(store.get(list.items())).containsExactly("b");
            pass(60);
            assertThat(store.get(list.items())).isEmpty();
        }

        @Test
        void manyExpired_areLeftOutInOneCommit() {
            for (int n = 0; n < 1000; n++) {
                add("a" + n);
                pass(1);
            }
            pass(50); // "a" + 950 came 100 ms ago
            follow();

            assertThat(store.get(list.items())).hasSize(49).startsWith("a951");
            assertThat(told).hasSizeLessThanOrEqualTo(1);
        }

        @Test
        void expired_areLeftOutByTheNextAdd_inItsTransaction() {
            add("a");
            pass(100);
            store.transaction(tx -> {
                tx.run(list.add(), "b");
                assertThat(tx.get(list.items())).containsExactly("b");
            });
        }

        @Test
        void remount_goesOn() {
            AtomSubscription subscription = follow();
            add("a");
            pass(50);
            subscription.dispose();
            pass(20);
            follow();
            told.clear();
            pass(29);
            assertThat(told).isEmpty();
            pass(1);
            assertThat(told).containsExactly(List.of());
        }
    }

    @Nested
    class RemoveAndClear {
        @Test
        void remove_takesTheOldestEqualOne() {
            follow();
            add("a");
            pass(50);
            add("a");
            assertThat(store.run(list.remove(), "a")).isTrue();
            pass(50);
            assertThat(store.get(list.items())).containsExactly("a");
            pass(50);
            assertThat(store.get(list.items())).isEmpty();
            assertThat(store.run(list.remove(), "a")).isFalse();
        }

        @Test
        void remove_ofAnExpiredOne_findsNone() {
            add("a");
            pass(100);

            assertThat(store.run(list.remove(), "a")).isFalse();
        }

        @Test
        void clear_tellsWhetherThereWereAny() {
            follow();
            add("a");
            add("b");
            assertThat(store.run(list.clear())).isTrue();
            assertThat(store.run(list.clear())).isFalse();
            pass(1000);
            assertThat(told).containsExactly(List.of("a"), List.of("a", "b"), List.of());
        }

        @Test
        void items_areUnmodifiable() {
            add("a");

            assertThatThrownBy(() -> store.get(list.items()).add("b"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void nullItem_isRefused() {
            assertThatThrownBy(() -> add(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("item");
        }
    }

    @Nested
    class Transactions {
        @Test
        void severalAdds_areOneCommit() {
            follow();
            store.transaction(tx -> {
                tx.run(list.add(), "a");
                tx.run(list.add(), "b");
            });
            pass(100);

            assertThat(told).containsExactly(List.of("a", "b"), List.of()); // they leave together, too
        }

        @Test
        void rollback_leavesNothing() {
            follow();
            add("a");
            pass(50);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.run(list.add(), "b");
                        tx.get(list.items());
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            pass(50);

            assertThat(told).containsExactly(List.of("a"), List.of());
        }

        @Test
        void snapshot_keepsTheItems_andRestoreDoesNotBringBackTheExpired() {
            follow();
            add("a");
            try (StoreSnapshot snapshot = store.snapshot()) {
                pass(100);
                assertThat(snapshot.get(list.items())).containsExactly("a");
                add("b");
                store.restore(snapshot);
            }

            assertThat(store.get(list.items())).isEmpty();
        }
    }

    @Nested
    class Definition {
        @Test
        void badTimeToLive_isRefused() {
            assertThatThrownBy(() -> ExpiringList.of(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("time to live of expiring must be positive");
        }

        @Test
        void named_isAnotherDefinition() {
            add("a");

            assertThat(store.get(list.named("other").items())).isEmpty();
            assertThat(list.name()).isEqualTo("toasts");
            assertThat(list.items().name()).isEqualTo("toasts");
        }

        @Test
        void twoStores_areIndependent() {
            add("a");

            assertThat(newStore().get(list.items())).isEmpty();
        }

        @Test
        void timerAheadOfTheClock_leavesThemOutForGood() {
            store.set(TimeAtoms.SCHEDULER, new FrozenClock(test.scheduler()));
            follow();
            add("a");
            add("b");
            pass(100);
            assertThat(store.get(list.items())).isEmpty();
            add("c");
            assertThat(store.get(list.items())).containsExactly("c");
        }

        @Test
        void clockSetBack_doesNotKeepItemsForEver() {
            test.advance(Duration.ofDays(1));
            add("a");
            store.set(TimeAtoms.SCHEDULER, VirtualTimeScheduler.create()); // a day earlier

            assertThat(store.get(list.items())).isEmpty();
        }

        @Test
        void schedulerThatRefuses_isTheErrorOfTheItems() {
            Scheduler dead = Schedulers.newSingle("dead");
            dead.dispose();
            store.set(TimeAtoms.SCHEDULER, dead);
            add("a");

            assertThatThrownBy(() -> store.get(list.items())).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Nested
    class Life {
        @Test
        void close_isQuiet() {
            follow();
            add("a");
            store.close();
            pass(1000);

            assertThat(told).containsExactly(List.of("a"));
        }

        /** R26 */
        @Test
        void storeWithATimer_isCollected() {
            assertThat(Garbage.collects(waitingStore())).isTrue();
            pass(1000);
        }

        private WeakReference<AtomStore> waitingStore() {
            AtomStore forgotten = newStore();
            forgotten.subscribe(list.items(), items -> told.add(items));
            forgotten.run(list.add(), "a");
            return new WeakReference<>(forgotten);
        }

        @Test
        void manyThreadsAdd_andAllLeave() throws Exception {
            AtomStore real = AtomStore.create();
            ExpiringList<Integer> numbers = ExpiringList.of(Duration.ofMillis(20));
            real.subscribe(numbers.items(), items -> {});
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int n = 0; n < 100; n++) {
                        real.run(numbers.add(), n);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }

            await().until(() -> real.get(numbers.items()).isEmpty());
        }
    }
}
