package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Each method leads to its class. */
class AtomsTest {
    private final PrimitiveAtom<Integer> base = Atom.of(1);
    private final AtomStore store = AtomStore.create();

    @Nested
    class Written {
        @Test
        void withDefault_followsUntilWritten() {
            WritableAtom<Integer, Integer> atom = Atoms.withDefault(get -> get.get(base) + 1);
            assertThat(store.get(atom)).isEqualTo(2);
            store.set(atom, 9);
            store.set(base, 5);
            assertThat(store.get(atom)).isEqualTo(9);
        }

        @Test
        void lazy_computesAtFirstUse() {
            WritableAtom<Object, Object> atom = Atoms.lazy(Object::new);

            assertThat(store.get(atom)).isSameAs(store.get(atom));
        }

        @Test
        void reducer_takesActions() {
            WritableAtom<Integer, String> atom = Atoms.reducer(0, (n, word) -> n + word.length());
            store.set(atom, "four");

            assertThat(store.get(atom)).isEqualTo(4);
        }

        @Test
        void refreshable_runsAgain() {
            int[] outside = {1};
            WritableAtom<Integer, @Nullable Void> atom = Atoms.refreshable(get -> outside[0]);
            store.get(atom);
            outside[0] = 2;
            store.set(atom, null);

            assertThat(store.get(atom)).isEqualTo(2);
        }

        @Test
        void toggle_toggles() {
            WritableAtom<Boolean, @Nullable Boolean> atom = Atoms.toggle(true);
            store.set(atom, null);

            assertThat(store.get(atom)).isFalse();
        }

        @Test
        void compare_asksPreviousAndNext() {
            PrimitiveAtom<Integer> atom = Atoms.compare(5, (previous, next) -> next < previous);
            store.set(atom, 3);
            assertThat(store.get(atom)).isEqualTo(5);
            store.set(atom, 8);
            assertThat(store.get(atom)).isEqualTo(8);
        }
    }

    @Nested
    class Views {
        @Test
        void select_isASlice() {
            PrimitiveAtom<List<String>> words = Atom.of(List.of("a"));
            Atom<Integer> size = Atoms.select(words, List::size);
            Atom<Integer> grown = Atoms.select(
                    words,
                    (all, previous) -> Math.max(all.size(), previous == null ? 0 : previous),
                    (previous, next) -> next <= previous);
            assertThat(store.get(size)).isEqualTo(1);
            assertThat(store.get(grown)).isEqualTo(1);
            store.set(words, List.of());
            assertThat(store.get(size)).isZero();
            assertThat(store.get(grown)).isEqualTo(1);
        }

        @Test
        void unwrapAndLoadable_goThereAndBack() {
            Atom<Integer> value = Atoms.unwrap(Atom.<Integer>async(get -> Mono.never()), previous -> -1);
            Atom<Loadable<Integer>> loadable = Atoms.loadable(value);

            assertThat(store.get(value)).isEqualTo(-1);
            assertThat(store.get(loadable)).isEqualTo(Loadable.ready(-1));
        }

        @Test
        void filtered_keepsTheLastThatPassed() {
            Atom<Integer> even = Atoms.filtered(base, n -> n % 2 == 0, 0);
            store.subscribe(even, value -> {});
            store.set(base, 2);
            store.set(base, 3);

            assertThat(store.get(even)).isEqualTo(2);
        }
    }
}
