package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.testing.Garbage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitAtomTest {
    record Task(int id, String title) {
        Task titled(String other) {
            return new Task(id, other);
        }
    }

    private static final Task MILK = new Task(1, "milk");
    private static final Task BREAD = new Task(2, "bread");
    private static final Task SALT = new Task(3, "salt");

    private final PrimitiveAtom<List<Task>> tasks =
            Atom.of(List.of(MILK, BREAD, SALT)).named("tasks");
    private final SplitAtom<Integer, Task> split = SplitAtom.of(tasks, Task::id);
    private final AtomStore store = AtomStore.create();

    private List<Task> values() {
        return store.get(split.items()).stream().map(store::get).toList();
    }

    @Nested
    class Reading {
        @Test
        void items_areInTheOrderOfTheList() {
            assertThat(values()).containsExactly(MILK, BREAD, SALT);
            assertThat(store.get(split.items())).containsExactly(split.item(1), split.item(2), split.item(3));
        }

        @Test
        void item_isTheSameAtomForEqualKeys() {
            Integer key = Integer.valueOf(1_000_000);
            assertThat(split.item(key)).isSameAs(split.item(1_000_000));
        }

        @Test
        void names_areThoseOfListAndKey() {
            assertThat(split.item(1).name()).isEqualTo("tasks[1]");
            assertThat(split.named("todo").item(1).name()).isEqualTo("todo[1]");
            assertThat(split.named("todo").name()).isEqualTo("todo");
        }

        @Test
        void unknownKey_isNull() {
            assertThat(store.get(split.item(9))).isNull();
        }

        @Test
        void snapshot_keepsTheItems() {
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.run(split.remove(), 1);
                assertThat(snapshot.get(split.items())).hasSize(3);
                assertThat(snapshot.get(split.item(1))).isEqualTo(MILK);
            }
        }
    }

    @Nested
    class Writing {
        @Test
        void item_writesThrough() {
            store.update(split.item(2), task -> task.titled("butter"));

            assertThat(store.get(tasks)).containsExactly(MILK, new Task(2, "butter"), SALT);
        }

        @Test
        void changeOfAnItem_touchesNeitherOthersNorTheListOfItems() {
            List<Object> told = new ArrayList<>();
            store.subscribe(split.items(), items -> told.add(items));
            store.subscribe(split.item(1), task -> told.add(task));
            store.subscribe(split.item(2), task -> told.add(task));

            store.set(split.item(2), BREAD.titled("butter"));

            assertThat(told).containsExactly(BREAD.titled("butter"));
        }

        @Test
        void equalItem_isNoChange() {
            List<Object> told = new ArrayList<>();
            store.subscribe(tasks, list -> told.add(list));

            store.set(split.item(2), new Task(2, "bread"));

            assertThat(told).isEmpty();
        }

        @Test
        void severalItemsInATransaction_areOneCommit() {
            List<Object> told = new ArrayList<>();
            store.subscribe(tasks, list -> told.add(list));

            store.transaction(tx -> {
                tx.set(split.item(1), MILK.titled("a"));
                tx.set(split.item(2), BREAD.titled("b"));
            });

            assertThat(told).containsExactly(List.of(MILK.titled("a"), BREAD.titled("b"), SALT));
        }

        @Test
        void rollback_takesItBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(split.item(1), MILK.titled("a"));
                        tx.run(split.remove(), 2);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(values()).containsExactly(MILK, BREAD, SALT);
        }

        @Test
        void anotherKey_isRefused() {
            assertThatThrownBy(() -> store.set(split.item(1), new Task(7, "x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Item 1 of tasks")
                    .hasMessageContaining("another key, 7");
            assertThat(values()).containsExactly(MILK, BREAD, SALT);
        }

        @Test
        void nullItem_isRefused() {
            assertThatThrownBy(() -> store.set(split.item(1), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Run remove()");
        }

        @Test
        void twoStores_areIndependent_withTheSameItemAtoms() {
            AtomStore other = AtomStore.create();
            store.update(split.item(1), task -> task.titled("x"));

            assertThat(other.get(split.item(1))).isEqualTo(MILK);
            assertThat(other.get(split.items())).isEqualTo(store.get(split.items()));
        }

        @Test
        void focusOnAnItem_writesThrough() {
            WritableAtom<String, String> title = FocusAtom.of(split.item(3), Lens.of(Task::title, Task::titled));
            store.set(title, "pepper");

            assertThat(store.get(tasks).get(2).title()).isEqualTo("pepper");
        }
    }

    @Nested
    class InsertRemoveMove {
        @Test
        void insert_givesTheAtomOfTheItem() {
            Task egg = new Task(4, "egg");
            WritableAtom<Task, Task> item = store.run(split.insert(), new SplitAtom.Insert<>(1, egg));

            assertThat(item).isSameAs(split.item(4));
            assertThat(values()).containsExactly(MILK, egg, BREAD, SALT);
        }

        @Test
        void append_isInsertAtTheEnd() {
            Task egg = new Task(4, "egg");
            store.run(split.append(), egg);

            assertThat(values()).containsExactly(MILK, BREAD, SALT, egg);
        }

        @Test
        void insertOfAPresentKey_isRefused() {
            assertThatThrownBy(() -> store.run(split.append(), new Task(1, "x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("key 1")
                    .hasMessageContaining("tasks");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(ints = {-1, 4})
        void insertAtABadIndex_isRefused(int index) {
            assertThatThrownBy(() -> store.run(split.insert(), new SplitAtom.Insert<>(index, new Task(4, "x"))))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("from 0 to 3");
        }

        @Test
        void remove_tellsWhetherThereWasOne() {
            assertThat(store.run(split.remove(), 2)).isTrue();
            assertThat(store.run(split.remove(), 2)).isFalse();
            assertThat(values()).containsExactly(MILK, SALT);
        }

        @Test
        void move_reorders_andKeepsTheAtoms() {
            List<Object> told = new ArrayList<>();
            store.subscribe(split.item(3), task -> told.add(task));
            List<?> before = store.get(split.items());

            assertThat(store.run(split.move(), new SplitAtom.Move<>(3, 0))).isTrue();

            assertThat(values()).containsExactly(SALT, MILK, BREAD);
            List<Object> after = new ArrayList<>(store.get(split.items()));
            assertThat(after).containsExactly(before.get(2), before.get(0), before.get(1));
            assertThat(told).isEmpty();
        }

        @Test
        void move_toTheEnd_andOfAnUnknownKey() {
            assertThat(store.run(split.move(), new SplitAtom.Move<>(1, 2))).isTrue();
            assertThat(values()).containsExactly(BREAD, SALT, MILK);
            assertThat(store.run(split.move(), new SplitAtom.Move<>(9, 0))).isFalse();
            assertThatThrownBy(() -> store.run(split.move(), new SplitAtom.Move<>(1, 3)))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("from 0 to 2");
        }
    }

    @Nested
    class ItemThatLeft {
        @Test
        void readsNull_andItsListenersAreTold() {
            List<Object> told = new ArrayList<>();
            store.subscribe(split.item(2), task -> told.add(task));
            store.run(split.remove(), 2);

            assertThat(told).hasSize(1).containsOnlyNulls();
            assertThat(store.get(split.item(2))).isNull();
        }

        @Test
        void writing_isRefused() {
            store.run(split.remove(), 2);

            assertThatThrownBy(() -> store.set(split.item(2), BREAD))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("Item 2 of tasks")
                    .hasMessageContaining("insert()");
        }

        @Test
        void thatComesBack_isTheSameAtom() {
            WritableAtom<Task, Task> item = split.item(2);
            store.run(split.remove(), 2);
            store.run(split.append(), BREAD);

            assertThat(store.get(split.items())).endsWith(item);
            assertThat(store.get(item)).isEqualTo(BREAD);
        }
    }

    @Nested
    class BadLists {
        @Test
        void duplicateKeys_areAnError_untilTheListIsMended() {
            store.set(tasks, List.of(MILK, new Task(1, "again")));

            assertThatThrownBy(() -> store.get(split.items()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tasks has two items with the key 1");
            assertThatThrownBy(() -> store.get(split.item(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> store.set(split.item(1), MILK)).isInstanceOf(IllegalStateException.class);
            store.set(tasks, List.of(MILK));
            assertThat(values()).containsExactly(MILK);
        }

        @Test
        void nullItems_areAnError() {
            store.set(tasks, Arrays.asList(MILK, null));

            assertThatThrownBy(() -> store.get(split.items()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("an item without a key: null");
        }

        @Test
        void keyFunctionThatThrows_isTheErrorOfTheItems() {
            SplitAtom<Integer, Task> broken = SplitAtom.of(tasks, task -> {
                throw new UnsupportedOperationException("no key");
            });

            assertThatThrownBy(() -> store.get(broken.items())).hasMessage("no key");
            assertThat(store.get(tasks)).hasSize(3);
        }
    }

    @Nested
    class Memory {
        /** R26 */
        @Test
        void itemsThatLeft_areCollected() {
            WeakReference<Object> item = new WeakReference<>(split.item(2));
            store.get(split.items());
            store.run(split.remove(), 2);
            store.get(split.items());
            store.run(split.remove(), 3); // a store keeps the value before, too
            store.get(split.items());

            assertThat(Garbage.collects(item)).isTrue();
        }

        /** R26 */
        @Test
        void splitThatNobodyRefersTo_isCollected_thoughTheStoreHasReadIt() {
            List<WeakReference<Object>> parts = splitAndRead();

            for (WeakReference<Object> part : parts) {
                assertThat(Garbage.collects(part)).isTrue();
            }
            assertThat(store.get(tasks)).hasSize(3);
        }

        private List<WeakReference<Object>> splitAndRead() {
            SplitAtom<Integer, Task> other = SplitAtom.of(tasks, Task::id);
            store.get(other.items()).forEach(store::get);
            return List.of(
                    new WeakReference<>(other), new WeakReference<>(other.items()), new WeakReference<>(other.item(1)));
        }

        /** R26 */
        @Test
        void observedItem_lives() {
            List<Object> told = new ArrayList<>();
            store.subscribe(split.item(2), task -> told.add(task));
            Garbage.collect();
            store.set(split.item(2), BREAD.titled("x"));

            assertThat(told).containsExactly(BREAD.titled("x"));
        }
    }

    @Test
    void moveRemoveAndWriteByManyThreads_loseNothing() throws Exception {
        PrimitiveAtom<List<Task>> counters = Atom.of(List.of(new Task(1, ""), new Task(2, ""), new Task(3, "")));
        SplitAtom<Integer, Task> each = SplitAtom.of(counters, Task::id);
        List<Thread> threads = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            int key = id;
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 200; n++) {
                    store.update(each.item(key), task -> task.titled(task.title() + "x"));
                    store.run(each.move(), new SplitAtom.Move<>(key, n % 3));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(store.get(counters)).hasSize(3).allMatch(task -> task.title().length() == 200);
    }
}
