package io.atoms.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.samples.snippets.AddAUtility.ClampedAtom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The test that the page on adding a utility shows. */
class AddAUtilityTest {
    // tag::test
    @Nested
    class ClampedAtomTest {
        private final WritableAtom<Integer, Integer> volume =
                ClampedAtom.of(50, 0, 100).named("volume");
        private final AtomStore store = AtomStore.create();

        @Test
        void setBeyondABound_isThatBound_andToldOnce() {
            List<Integer> told = new ArrayList<>();
            store.subscribe(volume, value -> told.add(value));
            store.set(volume, 120);
            store.set(volume, 130); // an equal value is no change
            store.set(volume, -1);

            assertThat(told).containsExactly(100, 0);
        }

        @Test
        void rollback_takesItBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(volume, 120);
                        assertThat(tx.get(volume)).isEqualTo(100);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(volume)).isEqualTo(50);
        }

        @Test
        void reset_returnsToTheInitialValue_ofThisStore() {
            AtomStore other = AtomStore.create();
            store.set(volume, 70);
            other.set(volume, 80);
            store.reset(volume);

            assertThat(store.get(volume)).isEqualTo(50);
            assertThat(other.get(volume)).isEqualTo(80);
        }

        @Test
        void initialValueOutOfBounds_isRefused() {
            assertThatThrownBy(() -> ClampedAtom.of(120, 0, 100))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the initial value 120 is not between 0 and 100; give one that is");
        }
    }
    // end::test
}
