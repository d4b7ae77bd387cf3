package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.testing.Recording;
import io.atoms.testing.TestStore;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CompareAtomTest {
    /** A change only if it grows. */
    private static final BiPredicate<Integer, Integer> NOT_GROWN = (previous, next) -> next <= previous;

    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();

    @Nested
    class Primitive {
        private final PrimitiveAtom<Integer> highest =
                CompareAtom.of(5, NOT_GROWN).named("highest");

        @Test
        void set_asksAboutPreviousAndNext() {
            Recording<Integer> told = test.record(highest);
            store.set(highest, 3);
            store.set(highest, 8);
            store.set(highest, 8);
            store.set(highest, 6);

            assertThat(told.values()).containsExactly(8);
            assertThat(store.get(highest)).isEqualTo(8);
            assertThat(highest.name()).isEqualTo("highest");
        }

        @Test
        void transaction_asksInTheSameOrder() {
            store.transaction(tx -> {
                tx.set(highest, 7);
                tx.set(highest, 6);
                tx.set(highest, 9);
            });

            assertThat(store.get(highest)).isEqualTo(9);
        }

        @Test
        void rollback_returnsToTheCommittedValue() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(highest, 7);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            store.set(highest, 6);

            assertThat(store.get(highest)).isEqualTo(6);
        }

        @Test
        void reset_isAskedToo() {
            store.set(highest, 8);
            store.reset(highest);

            assertThat(store.get(highest)).isEqualTo(8);
            assertThat(AtomStore.create().get(highest)).isEqualTo(5);
        }

        @Test
        void equalityThatThrows_reachesTheWriter() {
            PrimitiveAtom<Integer> atom = CompareAtom.of(1, (previous, next) -> {
                throw new IllegalStateException(previous + " and " + next);
            });

            assertThatThrownBy(() -> store.set(atom, 2)).hasMessage("1 and 2");
            assertThat(store.get(atom)).isEqualTo(1);
        }
    }

    @Nested
    class Derived {
        private final PrimitiveAtom<Integer> base = Atom.of(5);
        private final Atom<Integer> highest = CompareAtom.derived(get -> get.get(base), NOT_GROWN);

        @Test
        void recompute_asksAboutPreviousAndNext() {
            Recording<Integer> told = test.record(highest);
            store.set(base, 3);
            store.set(base, 8);
            store.set(base, 7);

            assertThat(told.values()).containsExactly(8);
            assertThat(store.get(highest)).isEqualTo(8);
        }

        @Test
        void transaction_withReadsBetween_asksInTheSameOrder() {
            store.get(highest);
            store.transaction(tx -> {
                tx.set(base, 9);
                assertThat(tx.get(highest)).isEqualTo(9);
                tx.set(base, 7);
                assertThat(tx.get(highest)).isEqualTo(9);
            });

            assertThat(store.get(highest)).isEqualTo(9);
        }
    }
}
