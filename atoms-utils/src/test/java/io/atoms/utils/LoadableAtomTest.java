package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomCycleException;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.Loadable.Failed;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LoadableAtomTest {
    private final PrimitiveAtom<String> text = Atom.of("7");
    private final Atom<Integer> number = Atom.map(text, Integer::parseInt);
    private final Atom<Loadable<Integer>> safe = LoadableAtom.of(number).named("safe");
    private final AtomStore store = AtomStore.create();

    @Nested
    class Values {
        @Test
        void value_isReady() {
            assertThat(store.get(safe)).isEqualTo(Loadable.ready(7));
            assertThat(safe.name()).isEqualTo("safe");
        }

        @Test
        void error_isFailed_withThePreviousValue() {
            store.get(safe);
            store.set(text, "seven");
            Failed<Integer> failed = (Failed<Integer>) store.get(safe);
            assertThat(failed.error()).isInstanceOf(NumberFormatException.class);
            assertThat(failed.previous()).isEqualTo(7);
            store.set(text, "eight");
            assertThat(((Failed<Integer>) store.get(safe)).previous()).isEqualTo(7);
            store.set(text, "9");
            assertThat(store.get(safe)).isEqualTo(Loadable.ready(9));
        }

        @Test
        void errorAtFirst_hasNoPreviousValue() {
            store.set(text, "seven");

            assertThat(((Failed<Integer>) store.get(safe)).previous()).isNull();
        }

        @Test
        void null_isFailed_withTheRemedy() {
            PrimitiveAtom<@Nullable String> nullable =
                    Atom.<@Nullable String>of(null).named("nothing");
            Atom<Loadable<String>> loadable = LoadableAtom.of(nullable);

            assertThat(((Failed<String>) store.get(loadable)).error())
                    .hasMessageContaining("The value of nothing is null")
                    .hasMessageContaining("Optional::ofNullable");
            store.set(nullable, "something");
            assertThat(store.get(loadable)).isEqualTo(Loadable.ready("something"));
        }

        @Test
        void asyncAtom_isReturnedAsItIs() {
            AsyncAtom<String> async = Atom.async(get -> Mono.just("ready"));
            Atom<Loadable<String>> loadable = LoadableAtom.of(async);

            assertThat(loadable).isSameAs(async);
        }

        @Test
        void subscriber_isToldOfErrorsAsValues() {
            List<Loadable<Integer>> told = new ArrayList<>();
            store.subscribe(safe, value -> told.add(value));
            store.set(text, "x");
            store.set(text, "8");
            store.set(text, "08");

            assertThat(told).hasSize(2);
            assertThat(told.get(0).isFailed()).isTrue();
            assertThat(told.get(1)).isEqualTo(Loadable.ready(8));
        }
    }

    @Nested
    class Transactions {
        @Test
        void rollback_takesTheFailureBack() {
            store.get(safe);
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(text, "x");
                        assertThat(tx.get(safe).isFailed()).isTrue();
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(safe)).isEqualTo(Loadable.ready(7));
        }
    }

    @Nested
    class Errors {
        @Test
        void cycle_isFailed() {
            AtomicReference<Atom<Integer>> self = new AtomicReference<>();
            self.set(Atom.derived(get -> get.get(self.get()) + 1));
            Atom<Loadable<Integer>> loadable = LoadableAtom.of(self.get());

            assertThat(((Failed<Integer>) store.get(loadable)).error()).isInstanceOf(AtomCycleException.class);
        }

        @Test
        void closedStore_throws() {
            store.close();

            assertThatThrownBy(() -> store.get(safe)).isInstanceOf(StoreClosedException.class);
        }
    }
}
