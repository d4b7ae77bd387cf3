package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.testing.Recording;
import io.atoms.testing.TestStore;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilteredAtomTest {
    private final PrimitiveAtom<Integer> base = Atom.of(1);
    private final Atom<Integer> even =
            FilteredAtom.of(base, FilteredAtomTest::isEven, 0).named("even");

    @AutoClose
    private final TestStore test = TestStore.create();

    private final AtomStore store = test.store();

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
            Recording<Integer> told = test.record(even);
            for (int i = 2; i < 8; i++) {
                store.set(base, i);
            }
            store.set(base, 6);

            assertThat(told.values()).containsExactly(2, 4, 6);
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
            Recording<Integer> told = test.record(even);
            store.transaction(tx -> {
                tx.set(base, 2);
                tx.set(base, 3);
            });

            assertThat(told.values()).isEmpty();
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
            Recording<Integer> told = test.record(even);
            store.set(base, 2);
            store.set(base, -1);
            assertThatThrownBy(() -> store.get(even)).hasMessage("negative");
            store.set(base, 3);

            assertThat(told.lines())
                    .containsExactly("even 2", "even failed: java.lang.IllegalArgumentException: negative", "even 2");
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
