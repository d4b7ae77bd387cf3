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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FocusAtomTest {
    record Person(String name, int age) {
        Person withName(String other) {
            return new Person(other, age);
        }

        Person withAge(int other) {
            if (other < 0) {
                throw new IllegalStateException("age " + other);
            }
            return new Person(name, other);
        }
    }

    private final PrimitiveAtom<Person> person = Atom.of(new Person("Ada", 36)).named("person");
    private final WritableAtom<Integer, Integer> age = FocusAtom.of(person, Lens.of(Person::age, Person::withAge));
    private final PrimitiveAtom<List<String>> letters =
            Atom.of(List.of("a", "b")).named("letters");
    private final AtomStore store = AtomStore.create();

    @Nested
    class OnALens {
        @Test
        void get_readsThePart() {
            assertThat(store.get(age)).isEqualTo(36);
        }

        @Test
        void set_writesTheBase() {
            store.set(age, 37);

            assertThat(store.get(person)).isEqualTo(new Person("Ada", 37));
        }

        @Test
        void update_isAnAtomicReadModifyWrite() throws Exception {
            int writers = 4;
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    for (int n = 0; n < 250; n++) {
                        store.update(age, a -> a + 1);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(store.get(age)).isEqualTo(1036);
        }

        @Test
        void set_equalPart_isNoChange() {
            List<Person> told = new ArrayList<>();
            store.subscribe(person, p -> told.add(p));

            store.set(age, 36);

            assertThat(told).isEmpty();
        }

        @Test
        void changeOfAnotherPart_doesNotTouchTheFocus() {
            List<Integer> told = new ArrayList<>();
            store.subscribe(age, a -> told.add(a));

            store.set(person, new Person("Grace", 36));
            store.set(person, new Person("Grace", 40));

            assertThat(told).containsExactly(40);
        }

        @Test
        void twoStores_areIndependent() {
            AtomStore other = AtomStore.create();
            store.set(age, 1);

            assertThat(other.get(age)).isEqualTo(36);
        }

        @Test
        void rollback_takesItBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(age, 1);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(age)).isEqualTo(36);
        }

        @Test
        void snapshot_keepsThePart() {
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(age, 1);
                assertThat(snapshot.get(age)).isEqualTo(36);
            }
        }

        @Test
        void resetOfTheBase_resetsThePart() {
            store.set(age, 1);
            store.reset(person);

            assertThat(store.get(age)).isEqualTo(36);
        }

        @Test
        void setterThatThrows_leavesTheBase() {
            assertThatThrownBy(() -> store.set(age, -1)).hasMessage("age -1");
            assertThat(store.get(age)).isEqualTo(36);
        }

        @Test
        void focusOfAFocus_writesThrough() {
            PrimitiveAtom<List<Person>> people = Atom.of(List.of(new Person("Ada", 36), new Person("Grace", 40)));
            WritableAtom<Person, Person> grace = FocusAtom.of(people, Prism.index(1));
            WritableAtom<String, String> name = FocusAtom.of(grace, Lens.of(Person::name, Person::withName));

            store.set(name, "G");

            assertThat(store.get(people)).containsExactly(new Person("Ada", 36), new Person("G", 40));
        }

        @Test
        void named_isTheNameInMessages() {
            assertThat(age.named("person.age").name()).isEqualTo("person.age");
        }
    }

    @Nested
    class OnAPrism {
        private final WritableAtom<String, String> second = FocusAtom.of(letters, Prism.index(1));
        private final WritableAtom<String, String> fifth = FocusAtom.of(letters, Prism.index(4));

        @Test
        void present_isReadAndWritten() {
            assertThat(store.get(second)).isEqualTo("b");
            store.update(second, s -> s + s);
            assertThat(store.get(letters)).containsExactly("a", "bb");
        }

        @Test
        void absent_isNull_andWritingIsNoChange() {
            List<Object> told = new ArrayList<>();
            store.subscribe(letters, list -> told.add(list));

            assertThat(store.get(fifth)).isNull();
            store.set(fifth, "x");
            store.update(fifth, s -> s == null ? null : s + s);

            assertThat(told).isEmpty();
        }

        @Test
        void partThatLeaves_tellsNullAndComesBack() {
            List<String> told = new ArrayList<>();
            store.subscribe(second, value -> told.add(value));

            store.set(letters, List.of("a"));
            store.set(letters, List.of("a", "c"));

            assertThat(told).containsExactly(null, "c");
        }

        @Test
        void mapKey_inserts() {
            PrimitiveAtom<Map<String, Integer>> stock = Atom.of(Map.of());
            WritableAtom<Integer, Integer> apples = FocusAtom.of(stock, Prism.<String, Integer>key("apple"));

            store.update(apples, n -> n == null ? 1 : n + 1);
            store.update(apples, n -> n == null ? 1 : n + 1);

            assertThat(store.get(stock)).isEqualTo(Map.of("apple", 2));
        }

        @Test
        void nullToAPresentPart_isRefused() {
            assertThatThrownBy(() -> store.set(second, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("letters")
                    .hasMessageContaining("write the base atom");
        }
    }

    @Nested
    class OnATraversal {
        private final WritableAtom<List<String>, UnaryOperator<String>> all =
                FocusAtom.of(letters, Traversal.<String>elements());

        @Test
        void get_listsTheParts_andSetUpdatesEach() {
            store.set(all, String::toUpperCase);

            assertThat(store.get(all)).containsExactly("A", "B");
            assertThat(store.get(letters)).containsExactly("A", "B");
        }

        @Test
        void functionThatThrows_changesNone() {
            assertThatThrownBy(() -> store.set(all, s -> {
                        if (s.equals("b")) {
                            throw new IllegalStateException("b");
                        }
                        return "x";
                    }))
                    .hasMessage("b");
            assertThat(store.get(letters)).containsExactly("a", "b");
        }

        @Test
        void identity_isNoChange() {
            List<Object> told = new ArrayList<>();
            store.subscribe(letters, list -> told.add(list));

            store.set(all, s -> s);

            assertThat(told).isEmpty();
        }
    }

    @Nested
    class Memory {
        /** R26 */
        @Test
        void focusThatNobodyRefersTo_isCollected() {
            WeakReference<Object> focus = readOnce();

            assertThat(Garbage.collects(focus)).isTrue();
            assertThat(store.get(person).age()).isEqualTo(36);
        }

        private WeakReference<Object> readOnce() {
            WritableAtom<Integer, Integer> focus = FocusAtom.of(person, Lens.of(Person::age, Person::withAge));
            store.get(focus);
            return new WeakReference<>(focus);
        }
    }
}
