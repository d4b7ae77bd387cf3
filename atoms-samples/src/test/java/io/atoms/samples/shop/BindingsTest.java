package io.atoms.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

class BindingsTest {

    private final PrimitiveAtom<Integer> number = Atom.of(0);
    private final AtomStore store = AtomStore.create();
    private final Bindings bindings = new Bindings(store, Schedulers.immediate());
    private final List<Integer> shown = new ArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void show_showsThePresentValue_andTheNext() {
        bindings.show(number, shown::add);
        store.set(number, 1);

        assertThat(shown).containsExactly(0, 1);
    }

    @Test
    void write_whileShowing_writesNothing() {
        bindings.show(number, value -> {
            shown.add(value);
            bindings.write(number, 99); // as a component does, that fires whoever changed it
        });
        bindings.write(number, 1);

        assertThat(shown).containsExactly(0, 1);
        assertThat(store.get(number)).isEqualTo(1);
    }

    @Nested
    class Errors {

        private final IllegalStateException failure = new IllegalStateException("cannot be shown");
        private final List<Throwable> reported = new ArrayList<>();

        @BeforeEach
        void listen() {
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> reported.add(error));
        }

        @AfterEach
        void listenNoMore() {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }

        private int refuse(int value) {
            if (value > 0) {
                throw failure;
            }
            return value;
        }

        @Test
        void viewThatThrows_isReported_andWritingGoesOn() {
            bindings.show(number, this::refuse);
            bindings.show(number, shown::add);
            store.set(number, 1);
            bindings.write(number, 2);

            assertThat(reported).containsExactly(failure);
            assertThat(shown).containsExactly(0, 1, 2);
        }

        @Test
        void atomThatFails_isReported() {
            bindings.show(Atom.map(number, this::refuse), shown::add);
            store.set(number, 1);

            assertThat(reported).containsExactly(failure);
            assertThat(shown).containsExactly(0);
        }
    }

    @Test
    void oneOfThem_canEndEarlier() {
        Disposable first = bindings.show(number, shown::add);
        bindings.show(number, value -> shown.add(value + 100));
        first.dispose();
        store.set(number, 1);

        assertThat(shown).containsExactly(0, 100, 101);
        assertThat(bindings.isDisposed()).isFalse();
    }

    @Test
    void dispose_endsAll_andThoseToCome() {
        bindings.show(number, shown::add);
        bindings.dispose();
        store.set(number, 1);
        bindings.show(number, shown::add);
        store.set(number, 2);

        assertThat(bindings.isDisposed()).isTrue();
        assertThat(shown).doesNotContain(2);
    }
}
