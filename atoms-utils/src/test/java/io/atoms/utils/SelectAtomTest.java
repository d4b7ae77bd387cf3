package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.testing.Recording;
import io.atoms.testing.TestStore;
import io.atoms.utils.testing.Garbage;
import io.atoms.utils.testing.Patience;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SelectAtomTest {
    private final PrimitiveAtom<Integer> base = Atom.of(1).named("base");

    /** Shows what the selector was given. */
    private final Atom<String> trace =
            SelectAtom.of(base, (value, previous) -> (previous == null ? "" : previous + " ") + checked(value));

    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();

    private static int checked(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative " + value);
        }
        return value;
    }

    @Nested
    class Slices {
        @Test
        void of_selector_isADerivedAtom() {
            Atom<Boolean> odd = SelectAtom.of(base, n -> n % 2 == 1);
            List<Boolean> changes = new ArrayList<>();
            store.subscribe(odd, value -> changes.add(value));
            store.set(base, 3);
            store.set(base, 4);

            assertThat(changes).containsExactly(false);
        }

        @Test
        void equality_keepsTheOldInstance_andTouchesNoDependents() {
            PrimitiveAtom<List<String>> people = Atom.of(List.of("ada 36", "grace 85"));
            Atom<List<String>> names = SelectAtom.of(
                    people,
                    (all, previous) -> new ArrayList<>(
                            all.stream().map(each -> each.split(" ")[0]).toList()),
                    (previous, next) -> previous.equals(next));
            Atom<Integer> count = Atom.map(names, List::size).named("count");
            List<String> first = store.get(names);
            store.subscribe(count, value -> {});
            store.set(people, List.of("ada 37", "grace 86"));

            assertThat(store.get(names)).isSameAs(first);
            assertThat(test.recomputes(count)).isEqualTo(1);
            store.set(people, List.of("ada 37"));
            assertThat(store.get(names)).containsExactly("ada");
            assertThat(test.recomputes(count)).isEqualTo(2);
        }

        @Test
        void named_isNamed() {
            assertThat(trace.named("trace").name()).isEqualTo("trace");
        }
    }

    @Nested
    class Previous {
        @Test
        void first_isNull_thenTheLastSlice() {
            Recording<String> told = test.record(trace);
            store.set(base, 2);
            store.set(base, 3);

            assertThat(told.values()).containsExactly("1 2", "1 2 3");
            assertThat(store.get(trace)).isEqualTo("1 2 3");
        }

        @Test
        void unobserved_skipsWhatItIsNotReadFor() {
            store.get(trace);
            store.set(base, 2);
            store.set(base, 3);

            assertThat(store.get(trace)).isEqualTo("1 3");
        }

        @Test
        void unmountedAndMountedAgain_goesOn() {
            AtomSubscription subscription = store.subscribe(trace, value -> {});
            subscription.dispose();
            store.set(base, 2);
            Recording<String> told = test.record(trace);
            store.set(base, 3);

            assertThat(told.values()).containsExactly("1 2 3");
        }

        @Test
        void equalSlice_isThePreviousOne_withItsOldInstance() {
            List<@Nullable Object> given = new ArrayList<>();
            Atom<String> parity = SelectAtom.of(base, (n, previous) -> {
                given.add(previous);
                return new String(n % 2 == 0 ? "even" : "odd");
            });
            String first = store.get(parity);
            store.set(base, 3);
            store.get(parity);
            store.set(base, 5);
            store.get(parity);

            assertThat(given).hasSize(3);
            assertThat(given.get(1)).isSameAs(first);
            assertThat(given.get(2)).isSameAs(first);
        }

        @Test
        void twoStores_haveTheirOwn() {
            AtomStore other = AtomStore.create();
            store.get(trace);
            other.set(base, 8);
            other.get(trace);
            store.set(base, 2);
            other.set(base, 9);

            assertThat(store.get(trace)).isEqualTo("1 2");
            assertThat(other.get(trace)).isEqualTo("8 9");
        }
    }

    @Nested
    class Transactions {
        @Test
        void stepsOfATransaction_followTheCommittedSlice() {
            store.get(trace);
            store.transaction(tx -> {
                tx.set(base, 2);
                assertThat(tx.get(trace)).isEqualTo("1 2");
                tx.set(base, 3);
                assertThat(tx.get(trace)).isEqualTo("1 3");
            });

            assertThat(store.get(trace)).isEqualTo("1 3");
        }

        @Test
        void rollback_leavesNoTrace() {
            Recording<String> told = test.record(trace);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(base, 2);
                        tx.get(trace);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(store.get(trace)).isEqualTo("1");
            store.set(base, 3);

            assertThat(told.values()).containsExactly("1 3");
        }

        @Test
        void rollbackOfAJoinedCall_leavesNoTrace() {
            store.get(trace);
            store.transaction(tx -> {
                tx.set(base, 2);
                tx.get(trace);
                assertThatThrownBy(() -> store.transaction(inner -> {
                            inner.set(base, 5);
                            inner.get(trace);
                            throw new IllegalStateException("no");
                        }))
                        .hasMessage("no");
                assertThat(tx.get(trace)).isEqualTo("1 2");
            });

            assertThat(store.get(trace)).isEqualTo("1 2");
        }

        @Test
        void changedAndChangedBack_tellsNobody() {
            Atom<String> text = SelectAtom.of(base, (value, previous) -> "n" + value);
            Recording<String> told = test.record(text);
            String before = store.get(text);
            store.transaction(tx -> {
                tx.set(base, 2);
                assertThat(tx.get(text)).isEqualTo("n2");
                tx.set(base, 1);
            });

            assertThat(told.values()).isEmpty();
            assertThat(store.get(text)).isSameAs(before);
        }

        @Test
        void snapshot_ofAKnownSlice_hasIt() {
            store.get(trace);
            store.set(base, 2);
            store.get(trace);
            try (StoreSnapshot snapshot = store.snapshot()) {
                assertThat(snapshot.get(trace)).isEqualTo("1 2");
                store.set(base, 3);
                assertThat(store.get(trace)).isEqualTo("1 2 3");
            }
        }

        @Test
        void snapshot_thatComputesItself_hasNoPreviousOne() {
            store.get(trace);
            store.set(base, 2);
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(base, 3);

                assertThat(snapshot.get(trace)).isEqualTo("2");
            }
            assertThat(store.get(trace)).isEqualTo("1 3");
        }
    }

    @Nested
    class Errors {
        @Test
        void errorOfTheSelector_isThrown_andTheSliceBeforeItIsRemembered() {
            store.get(trace);
            store.set(base, -1);
            assertThatThrownBy(() -> store.get(trace)).hasMessage("negative -1");
            assertThatThrownBy(() -> store.get(trace)).hasMessage("negative -1");
            store.set(base, 4);

            assertThat(store.get(trace)).isEqualTo("1 4");
        }

        @Test
        void errorAtFirst_recovers() {
            store.set(base, -1);
            assertThatThrownBy(() -> store.get(trace)).hasMessage("negative -1");
            store.set(base, 4);

            assertThat(store.get(trace)).isEqualTo("4");
        }

        @Test
        void errorOfTheBase_isTheSameInstance() {
            IllegalStateException error = new IllegalStateException("base");
            Atom<Integer> failing = Atom.derived(get -> {
                if (get.get(base) == 0) {
                    throw error;
                }
                return get.get(base);
            });
            Atom<String> slice =
                    SelectAtom.of(failing, (value, previous) -> previous == null ? "first" : previous + " " + value);
            store.get(slice);
            store.set(base, 0);
            assertThatThrownBy(() -> store.get(slice)).isSameAs(error);
            store.set(base, 2);

            assertThat(store.get(slice)).isEqualTo("first 2");
        }

        @Test
        void checkedError_isThrownAsItIs() {
            Exception checked = new Exception("checked");
            Atom<Integer> failing = Atom.derived(get -> {
                throw Recall.<RuntimeException>sneaky(checked);
            });

            assertThatThrownBy(() -> store.get(SelectAtom.of(failing, (value, previous) -> value)))
                    .isSameAs(checked);
        }

        @Test
        void equalityThatThrows_isTheError_andItRecovers() {
            Atom<Integer> picky = SelectAtom.of(base, (value, previous) -> value, (previous, next) -> {
                if (next == 13) {
                    throw new IllegalStateException("thirteen");
                }
                return previous.equals(next);
            });
            store.get(picky);
            store.set(base, 13);
            assertThatThrownBy(() -> store.get(picky)).hasMessage("thirteen");
            store.set(base, 14);

            assertThat(store.get(picky)).isEqualTo(14);
        }
    }

    @Nested
    class Memory {
        @Test
        void oldBaseValue_isCollected_thoughTheSliceIsKept() {
            PrimitiveAtom<Object[]> large = Atom.of(new Object[0]);
            Atom<String> slice = SelectAtom.of(large, (value, previous) -> "slice", (previous, next) -> true);
            WeakReference<Object[]> first = new WeakReference<>(setLarge(large));
            store.get(slice);
            store.set(large, new Object[2]);
            store.get(slice);
            store.set(large, new Object[3]); // the slot of the last commit has gone too

            assertThat(Garbage.collects(first)).isTrue();
            assertThat(store.get(slice)).isEqualTo("slice");
        }

        private Object[] setLarge(PrimitiveAtom<Object[]> large) {
            Object[] value = new Object[1];
            store.set(large, value);
            return value;
        }

        @Test
        void oldSlices_doNotPileUp() {
            PrimitiveAtom<Integer> number = Atom.of(0);
            Atom<Object[]> slice = SelectAtom.of(number, (value, previous) -> new Object[] {value});
            WeakReference<Object[]> first = new WeakReference<>(store.get(slice));
            for (int i = 1; i < 5; i++) {
                store.set(number, i);
                store.get(slice);
            }

            assertThat(Garbage.collects(first)).isTrue();
        }

        @Test
        void unreferencedAtom_isCollected() {
            WeakReference<Atom<String>> atom = new WeakReference<>(readAndDropped());

            assertThat(Garbage.collects(atom)).isTrue();
            assertThat(store.get(base)).isEqualTo(1);
        }

        private Atom<String> readAndDropped() {
            Atom<String> atom = SelectAtom.of(base, (value, previous) -> "slice");
            store.get(atom);
            return atom;
        }
    }

    @Test
    void readersAndAWriter_seeSlicesInOrder() throws InterruptedException {
        Atom<Integer> steps =
                SelectAtom.of(base, (value, previous) -> Math.max(value, previous == null ? 0 : previous));
        List<String> wrong = new ArrayList<>();
        Thread reader = new Thread(() -> {
            int last = 0;
            for (int i = 0; i < 2_000; i++) {
                int now = store.get(steps);
                if (now < last) {
                    wrong.add(last + " then " + now);
                }
                last = now;
            }
        });
        reader.start();
        for (int i = 0; i < 500; i++) {
            store.set(base, i);
        }
        reader.join(Patience.LIMIT.toMillis());

        assertThat(wrong).isEmpty();
        assertThat(store.get(steps)).isEqualTo(499);
    }
}
