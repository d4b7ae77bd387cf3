package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RefreshableAtomTest {
    private final AtomicInteger outside = new AtomicInteger(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final PrimitiveAtom<Integer> factor = Atom.of(10);
    private final WritableAtom<Integer, @Nullable Void> atom = RefreshableAtom.of(get -> {
        runs.incrementAndGet();
        if (outside.get() < 0) {
            throw new IllegalStateException("gone");
        }
        return get.get(factor) * outside.get();
    });
    private final AtomStore store = AtomStore.create();
    private final List<Integer> told = new ArrayList<>();

    @Nested
    class Unobserved {
        @Test
        void get_isCached_untilRefreshed() {
            assertThat(store.get(atom)).isEqualTo(10);
            outside.set(2);
            assertThat(store.get(atom)).isEqualTo(10);
            store.set(atom, null);
            assertThat(runs).hasValue(1);

            assertThat(store.get(atom)).isEqualTo(20);
        }

        @Test
        void dependency_makesItRunToo() {
            store.get(atom);
            store.set(factor, 5);

            assertThat(store.get(atom)).isEqualTo(5);
        }

        @Test
        void reset_refreshes() {
            store.get(atom);
            outside.set(3);
            store.reset(atom);

            assertThat(store.get(atom)).isEqualTo(30);
        }

        @Test
        void stores_areRefreshedOneByOne() {
            AtomStore other = AtomStore.create();
            store.get(atom);
            other.get(atom);
            outside.set(4);
            store.set(atom, null);

            assertThat(store.get(atom)).isEqualTo(40);
            assertThat(other.get(atom)).isEqualTo(10);
        }
    }

    @Nested
    class Observed {
        @Test
        void refresh_tellsOfANewValue_andNotOfAnEqualOne() {
            store.subscribe(atom, value -> told.add(value));
            store.set(atom, null);
            outside.set(2);
            store.set(atom, null);

            assertThat(told).containsExactly(20);
            assertThat(runs).hasValue(3);
        }

        @Test
        void refreshesInOneTransaction_areOneRun() {
            store.subscribe(atom, value -> told.add(value));
            outside.set(2);
            store.transaction(tx -> {
                tx.set(atom, null);
                tx.set(atom, null);
            });

            assertThat(runs).hasValue(2);
        }

        @Test
        void rollback_refreshesNothing() {
            store.subscribe(atom, value -> told.add(value));
            outside.set(2);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(atom, null);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(atom)).isEqualTo(10);
            assertThat(told).isEmpty();
        }
    }

    @Nested
    class Errors {
        @Test
        void refresh_recoversFromAnError() {
            outside.set(-1);
            assertThatThrownBy(() -> store.get(atom)).hasMessage("gone");
            outside.set(5);
            store.set(atom, null);

            assertThat(store.get(atom)).isEqualTo(50);
        }
    }

    /** The same for an async atom is in the core. */
    @Test
    void asyncAtom_isRefreshedByTheStore() {
        AsyncAtom<Integer> async = Atom.async(get -> Mono.fromSupplier(outside::get));
        assertThat(store.get(async)).isEqualTo(Loadable.ready(1));
        outside.set(2);
        assertThat(store.get(async)).isEqualTo(Loadable.ready(1));
        store.refresh(async);

        assertThat(store.get(async)).isEqualTo(Loadable.ready(2));
    }
}
