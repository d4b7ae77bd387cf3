package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.WriteInterceptor;
import io.atoms.WriteRefusedException;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interceptors: they see, replace and refuse writes. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterceptorTest {
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(10).named("b");

    private final WriteInterceptor logging = new WriteInterceptor() {
        @Override
        public <T> T beforeWrite(PrimitiveAtom<T> atom, T present, T proposed) {
            log.add(atom.name() + " " + present + ">" + proposed);
            return proposed;
        }
    };

    @Nested
    @Proves("R10")
    class Seeing {
        private final AtomStore store = AtomStore.builder().intercept(logging).build();

        @Test
        void everyWriteOfAPrimitive_isSeenBeforeItHappens() {
            WritableAtom<Integer, Integer> both = Atom.writable(get -> 0, (set, value) -> {
                set.set(a, value);
                set.update(b, n -> n + value);
            });
            store.set(a, 2);
            store.update(a, n -> n + 1);
            store.reset(a);
            store.set(both, 5);
            store.transaction(tx -> tx.set(b, 20));
            store.handle(b).set(21);

            assertThat(log.lines())
                    .containsExactly("a 1>2", "a 2>3", "a 3>1", "a 1>5", "b 10>15", "b 15>20", "b 20>21");
        }

        @Test
        @Proves("R12")
        void writesThatAreNoChange_areNotSeen() {
            store.set(a, 1);
            store.reset(b);

            assertThat(log.lines()).isEmpty();
        }

        @Test
        @Proves("R11")
        void rollbackAndRestore_areNotSeen() {
            io.atoms.StoreSnapshot snapshot = store.snapshot();
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(a, 2);
                        throw new IllegalArgumentException("no");
                    }))
                    .hasMessage("no");
            store.set(a, 3);
            store.restore(snapshot);

            assertThat(log.lines()).containsExactly("a 1>2", "a 1>3");
        }

        @Test
        void presentInATransaction_isItsOwnValue() {
            store.transaction(tx -> {
                tx.set(a, 2);
                tx.set(a, 3);
            });

            assertThat(log.lines()).containsExactly("a 1>2", "a 2>3");
        }
    }

    @Nested
    class Transforming {
        private final AtomStore store = AtomStore.builder()
                .intercept(logging)
                .transform(a, n -> Math.min(n, 100))
                .transform(a, n -> n * 2)
                .intercept(logging)
                .build();

        @Test
        @Proves("R10")
        void severalInterceptors_areAskedInOrder_eachGivenTheResultBefore() {
            store.set(a, 500);

            assertThat(store.get(a)).isEqualTo(200);
            assertThat(log.lines()).containsExactly("a 1>500", "a 1>200");
        }

        @Test
        @Proves("R12")
        void transformedToThePresentValue_isNoChange() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.set(a, 50);
            store.subscribe(a, listener);
            store.set(a, 50);
            store.set(a, 700);
            store.set(a, 900);

            assertThat(store.get(a)).isEqualTo(200);
            assertThat(listener.told()).containsExactly("100 -> 200");
        }

        @Test
        @Proves("R10")
        void otherAtoms_areLeftAlone() {
            store.set(b, 500);

            assertThat(store.get(b)).isEqualTo(500);
        }
    }

    @Nested
    @Proves("R11")
    class Refusing {
        private final AtomStore store = AtomStore.builder()
                .validate(a, n -> n >= 0, "must not be negative")
                .build();

        @Test
        void refusedSet_throwsWithTheMessage_andChangesNothing() {
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(a, listener);

            assertThatThrownBy(() -> store.set(a, -1))
                    .isInstanceOf(WriteRefusedException.class)
                    .hasMessageContaining("a")
                    .hasMessageContaining("must not be negative");
            assertThat(store.get(a)).isEqualTo(1);
            assertThat(listener.told()).isEmpty();
        }

        @Test
        void refusedWriteInATransaction_rollsItBack() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.set(b, 20);
                        tx.set(a, -1);
                    }))
                    .isInstanceOf(WriteRefusedException.class);

            assertThat(store.get(b)).isEqualTo(10);
        }

        @Test
        void refusedWriteCaughtInATransaction_letsItGoOn() {
            store.transaction(tx -> {
                tx.set(a, 5);
                assertThatThrownBy(() -> tx.set(a, -1)).isInstanceOf(WriteRefusedException.class);
                tx.set(b, 20);
            });

            assertThat(store.get(a)).isEqualTo(5);
            assertThat(store.get(b)).isEqualTo(20);
        }

        @Test
        void exceptionOfAnInterceptor_isTheCause() {
            IllegalArgumentException error = new IllegalArgumentException("denied");
            AtomStore strict = AtomStore.builder()
                    .intercept(new WriteInterceptor() {
                        @Override
                        public <T> T beforeWrite(PrimitiveAtom<T> atom, T present, T proposed) {
                            throw error;
                        }
                    })
                    .build();

            assertThatThrownBy(() -> strict.set(a, 2))
                    .isInstanceOf(WriteRefusedException.class)
                    .hasCause(error)
                    .hasMessageContaining("denied");
            Threads.run(
                    () -> assertThat(catchThrowable(() -> strict.set(b, 2))).isInstanceOf(WriteRefusedException.class));
        }

        @Test
        @Proves("R9")
        void interceptorThatWrites_isRefused() {
            AtomicReference<AtomStore> self = new AtomicReference<>();
            AtomStore odd = AtomStore.builder()
                    .intercept(new WriteInterceptor() {
                        @Override
                        public <T> T beforeWrite(PrimitiveAtom<T> atom, T present, T proposed) {
                            self.get().set(b, 99);
                            return proposed;
                        }
                    })
                    .build();
            self.set(odd);
            Threads.run(() -> assertThat(catchThrowable(() -> odd.set(a, 2)))
                    .isInstanceOfAny(AtomUsageException.class, WriteRefusedException.class));

            assertThat(odd.get(b)).isEqualTo(10);
        }
    }
}
