package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredAtomTest {
    private final PrimitiveAtom<Integer> base = Atom.of(1);
    private final Atom<Integer> even =
            FilteredAtom.of(base, FilteredAtomTest::isEven, 0).named("even");
    private final AtomStore store = AtomStore.create();
    private final List<Integer> told = new ArrayList<>();

    private static boolean isEven(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative");
        }
        return value % 2 == 0;
    }

    @Nested
    class Values {
        @Test
        void get_beforeAnyPassed_isTheInitialValue() {
            assertThat(store.get(even)).isZero();
            assertThat(even.name()).isEqualTo("even");
        }

        @Test
        void get_withoutInitialValue_isNull() {
            Atom<@Nullable Integer> nullable = FilteredAtom.of(base, FilteredAtomTest::isEven);
            assertThat(store.get(nullable)).isNull();
            store.set(base, 2);
            assertThat(store.get(nullable)).isEqualTo(2);
            store.set(base, 3);
            assertThat(store.get(nullable)).isEqualTo(2);
        }

        @Test
        void observed_keepsTheLastThatPassed() {
            store.subscribe(even, value -> told.add(value));
            for (int i = 2; i < 8; i++) {
                store.set(base, i);
            }
            store.set(base, 6);

            assertThat(told).containsExactly(2, 4, 6);
        }

        @Test
        void unobserved_seesOnlyWhatItIsReadFor() {
            store.set(base, 2);
            store.set(base, 3);

            assertThat(store.get(even)).isZero();
        }

        @Test
        void nullValue_mayPass() {
            PrimitiveAtom<@Nullable String> text = Atom.of("a");
            Atom<@Nullable String> shortOnly =
                    FilteredAtom.<@Nullable String>of(text, value -> value == null || value.length() < 2, "");
            assertThat(store.get(shortOnly)).isEqualTo("a");
            store.set(text, null);
            assertThat(store.get(shortOnly)).isNull();
            store.set(text, "long");
            assertThat(store.get(shortOnly)).isNull();
        }

        @Test
        void twoStores_keepTheirOwn() {
            AtomStore other = AtomStore.create();
            store.set(base, 2);
            store.get(even);
            store.set(base, 3);
            other.set(base, 3);

            assertThat(store.get(even)).isEqualTo(2);
            assertThat(other.get(even)).isZero();
        }
    }

    @Nested
    class Transactions {
        @Test
        void transaction_showsItTheLastValueOnly() {
            store.subscribe(even, value -> told.add(value));
            store.transaction(tx -> {
                tx.set(base, 2);
                tx.set(base, 3);
            });

            assertThat(told).isEmpty();
        }

        @Test
        void rollback_forgetsWhatPassed() {
            store.get(even);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(base, 2);
                        assertThat(tx.get(even)).isEqualTo(2);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            store.set(base, 3);

            assertThat(store.get(even)).isZero();
        }

        @Test
        void snapshot_keepsTheValueOfItsEpoch() {
            store.set(base, 2);
            store.get(even);
            try (StoreSnapshot snapshot = store.snapshot()) {
                assertThat(snapshot.get(even)).isEqualTo(2);
                store.set(base, 4);
                assertThat(snapshot.get(even)).isEqualTo(2);
                assertThat(store.get(even)).isEqualTo(4);
            }
        }
    }

    @Nested
    class Errors {
        @Test
        void error_isThrown_andWhatWasKeptIsNotLost() {
            store.subscribe(even, (previous, current) -> told.add(current));
            store.set(base, 2);
            assertThatThrownBy(() -> store.set(base, -1)).hasMessage("negative");
            assertThatThrownBy(() -> store.get(even)).hasMessage("negative");
            store.set(base, 3);

            assertThat(store.get(even)).isEqualTo(2);
        }
    }

    /** Against the obvious model: while observed, the last committed value that passed. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomCommitsAndRollbacks_matchTheModel(long seed) {
        Random random = new Random(seed);
        store.subscribe(even, value -> {});
        int kept = 0;
        for (int i = 0; i < 300; i++) {
            int writes = 1 + random.nextInt(3);
            boolean rollsBack = random.nextInt(4) == 0;
            int last = store.get(base);
            int[] values = random.ints(writes, 0, 10).toArray();
            try {
                store.transaction(tx -> {
                    for (int value : values) {
                        tx.set(base, value);
                        if (random.nextBoolean()) {
                            tx.get(even);
                        }
                    }
                    if (rollsBack) {
                        throw new IllegalStateException("no");
                    }
                });
                last = values[writes - 1];
            } catch (IllegalStateException rolledBack) {
                assertThat(rollsBack).isTrue();
            }
            kept = isEven(last) ? last : kept;
            assertThat(store.get(even)).as("seed %d, step %d", seed, i).isEqualTo(kept);
        }
    }
}
