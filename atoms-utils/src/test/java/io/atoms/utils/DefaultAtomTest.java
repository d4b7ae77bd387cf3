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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefaultAtomTest {
    private static final PrimitiveAtom<Integer> BASE = Atom.of(1);
    private static final WritableAtom<Integer, Integer> TWICE = DefaultAtom.of(get -> get.get(BASE) * 2);

    private final AtomStore store = AtomStore.create();
    private final List<Integer> told = new ArrayList<>();

    @Nested
    class Following {
        @Test
        void get_unwritten_isTheDefault_andFollowsIt() {
            assertThat(store.get(TWICE)).isEqualTo(2);
            store.set(BASE, 5);
            assertThat(store.get(TWICE)).isEqualTo(10);
        }

        @Test
        void update_startsFromTheDefault() {
            store.update(TWICE, n -> n + 1);

            assertThat(store.get(TWICE)).isEqualTo(3);
        }

        @Test
        void error_isThrown_untilItIsWritten() {
            WritableAtom<Integer, Integer> failing = DefaultAtom.of(get -> {
                throw new IllegalStateException("no default");
            });

            assertThatThrownBy(() -> store.get(failing)).hasMessage("no default");
            store.set(failing, 3);
            assertThat(store.get(failing)).isEqualTo(3);
            store.reset(failing);
            assertThatThrownBy(() -> store.get(failing)).hasMessage("no default");
        }
    }

    @Nested
    class Written {
        @Test
        void set_detaches_andReset_reattaches() {
            store.subscribe(TWICE, value -> told.add(value));
            store.set(TWICE, 7);
            store.set(BASE, 100);
            store.reset(TWICE);
            store.set(BASE, 3);

            assertThat(told).containsExactly(7, 200, 6);
        }

        @Test
        void set_equalToTheDefault_tellsNobody_butDetaches() {
            store.subscribe(TWICE, value -> told.add(value));
            store.set(TWICE, 2);
            store.set(BASE, 9);

            assertThat(told).isEmpty();
            assertThat(store.get(TWICE)).isEqualTo(2);
        }

        @Test
        void set_null_isAValue() {
            WritableAtom<@Nullable String, @Nullable String> atom = DefaultAtom.of(get -> "default");
            store.set(atom, null);

            assertThat(store.get(atom)).isNull();
            store.reset(atom);
            assertThat(store.get(atom)).isEqualTo("default");
        }

        @Test
        void default_isNoDependency_andDoesNotRun() {
            List<String> runs = new ArrayList<>();
            WritableAtom<Integer, Integer> atom = DefaultAtom.of(get -> {
                runs.add("run");
                return get.get(BASE);
            });
            store.set(atom, 1);
            store.subscribe(atom, value -> {});
            store.set(BASE, 2);

            assertThat(runs).isEmpty();
        }

        @Test
        void equality_ofTheUser_keepsTheOldInstance() {
            WritableAtom<String, String> name = DefaultAtom.<String>of(get -> "ada")
                    .equality(String::equalsIgnoreCase)
                    .named("name");
            store.get(name);
            store.set(name, "ADA");

            assertThat(store.get(name)).isEqualTo("ada");
            assertThat(name.name()).isEqualTo("name");
        }
    }

    @Nested
    class Transactions {
        @Test
        void rollback_takesWritingAndResettingBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(TWICE, 50);
                        assertThat(tx.get(TWICE)).isEqualTo(50);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(store.get(TWICE)).isEqualTo(2);

            store.set(TWICE, 50);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.reset(TWICE);
                        assertThat(tx.get(TWICE)).isEqualTo(2);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(store.get(TWICE)).isEqualTo(50);
        }

        @Test
        void snapshot_keepsWhatWas_andRestoreReattaches() {
            try (StoreSnapshot before = store.snapshot()) {
                store.set(TWICE, 50);
                assertThat(before.get(TWICE)).isEqualTo(2);
                store.restore(before);
            }
            store.set(BASE, 4);

            assertThat(store.get(TWICE)).isEqualTo(8);
        }
    }

    @Test
    void stores_areIndependent_andCollected() {
        WeakReference<AtomStore> other = new WeakReference<>(used());

        assertThat(store.get(TWICE)).isEqualTo(2);
        assertThat(Garbage.collects(other)).isTrue();
    }

    private static AtomStore used() {
        AtomStore other = AtomStore.create();
        other.subscribe(TWICE, value -> {});
        other.set(TWICE, 99);
        return other;
    }
}
