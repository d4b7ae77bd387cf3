package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.utils.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToggleAtomTest {
    private final WritableAtom<Boolean, @Nullable Boolean> open =
            ToggleAtom.of().named("open");
    private final AtomStore store = AtomStore.create();

    @Test
    void setNull_toggles() {
        assertThat(store.get(open)).isFalse();
        store.set(open, null);
        assertThat(store.get(open)).isTrue();
        store.set(open, null);
        assertThat(store.get(open)).isFalse();
    }

    @Test
    void setValue_sets() {
        List<Boolean> told = new ArrayList<>();
        store.subscribe(open, value -> told.add(value));
        store.set(open, true);
        store.set(open, true);
        store.set(open, false);

        assertThat(told).containsExactly(true, false);
    }

    @Test
    void toggledTwice_inATransaction_tellsNobody() {
        List<Boolean> told = new ArrayList<>();
        store.subscribe(open, value -> told.add(value));
        store.transaction(tx -> {
            tx.set(open, null);
            assertThat(tx.get(open)).isTrue();
            tx.set(open, null);
        });

        assertThat(told).isEmpty();
    }

    @Test
    void rollback_takesItBack() {
        assertThatThrownBy(() -> store.transaction(tx -> {
                    tx.set(open, null);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.get(open)).isFalse();
    }

    @Test
    void reset_returnsToTheInitialValue() {
        WritableAtom<Boolean, @Nullable Boolean> on = ToggleAtom.of(true);
        store.set(on, null);
        assertThat(store.get(on)).isFalse();
        store.reset(on);
        assertThat(store.get(on)).isTrue();
        assertThat(AtomStore.create().get(on)).isTrue();
        assertThat(open.name()).isEqualTo("open");
    }

    @Test
    void threads_areAllCounted() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 333; i++) {
                    store.set(open, null);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(Patience.LIMIT.toMillis());
        }

        assertThat(store.get(open)).isTrue(); // 999 times
    }
}
