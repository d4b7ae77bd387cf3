package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.WritableAtomHandle;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handles: atoms bound to a store behave as the store's own methods do. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandleTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final Atom<Integer> twice = Atom.derived(runs.counting(get -> get.get(a) * 2));
    private final WritableAtomHandle<Integer, Integer> handle = store.handle(a);
    private final AtomHandle<Integer> derived = store.handle(twice);

    @Nested
    class Using {
        @Test
        @Proves("R1")
        void handle_ofADerived_computesAtItsFirstRead() {
            assertThat(runs.total()).isZero();
            assertThat(derived.get()).isEqualTo(2);
            assertThat(derived.get()).isEqualTo(2);
            assertThat(runs.total()).isEqualTo(1);
            assertThat(derived.atom()).isSameAs(twice);
            assertThat(derived.store()).isSameAs(store);
            assertThat(handle.atom()).isSameAs(a);
        }

        @Test
        @Proves("R10")
        void setAndReset_areTheStores() {
            handle.set(5);
            assertThat(store.get(a)).isEqualTo(5);
            assertThat(derived.get()).isEqualTo(10);
            store.set(a, 6);
            assertThat(handle.get()).isEqualTo(6);
            handle.reset();

            assertThat(store.get(a)).isEqualTo(1);
            assertThat(derived.get()).isEqualTo(2);
        }

        @Test
        @Proves("R10")
        void insideATransaction_itSeesItsWrites() {
            derived.get();
            store.transaction(tx -> {
                tx.set(a, 5);
                assertThat(handle.get()).isEqualTo(5);
                assertThat(derived.get()).isEqualTo(10);
                handle.set(6);
                assertThat(tx.get(twice)).isEqualTo(12);
            });

            assertThat(derived.get()).isEqualTo(12);
        }

        @Test
        @Proves("R11")
        void afterARollback_itSeesTheOldValue() {
            derived.get();
            assertThatThrownBy(() -> store.transaction(tx -> {
                        handle.set(5);
                        derived.get();
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");

            assertThat(handle.get()).isEqualTo(1);
            assertThat(derived.get()).isEqualTo(2);
        }

        @Test
        @Proves("R14")
        void subscribe_isTheStores() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            derived.subscribe(listener);
            handle.set(2);
            handle.set(2);

            assertThat(listener.told()).containsExactly("2 -> 4");
        }

        @Test
        @Proves("R7")
        void error_isThrownAgain() {
            Atom<Integer> inverse = Atom.map(a, n -> 1 / n);
            AtomHandle<Integer> failing = store.handle(inverse);
            handle.set(0);
            Throwable first = catchThrowable(failing::get);

            assertThat(first).isInstanceOf(ArithmeticException.class);
            assertThat(catchThrowable(failing::get)).isSameAs(first);
            handle.set(1);
            assertThat(failing.get()).isEqualTo(1);
        }

        @Test
        @Proves("R10")
        void ofAWritable_runsTheWriteFunction() {
            WritableAtom<Integer, String> text =
                    Atom.writable(get -> get.get(a), (set, value) -> set.set(a, value.length()));
            store.handle(text).set("four");

            assertThat(store.handle(text).get()).isEqualTo(4);
        }

        @Test
        @Proves("R26")
        void madeTwice_isTheSameState() {
            store.handle(a).set(9);

            assertThat(store.handle(a).get()).isEqualTo(9);
            assertThat(AtomStore.create().handle(a).get()).isEqualTo(1);
        }

        @Test
        @Proves("T2")
        void reads_doNotWaitForAWriter() {
            derived.get();
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {
                tx.set(a, 2);
                tx.get(twice);
            })) {
                assertThat(handle.get()).isEqualTo(1);
                assertThat(derived.get()).isEqualTo(2);
                assertThat(parked.isInside()).isTrue();
            }
            assertThat(derived.get()).isEqualTo(4);
        }
    }
}
