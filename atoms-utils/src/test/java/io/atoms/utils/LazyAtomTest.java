package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.utils.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LazyAtomTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final WritableAtom<String, String> atom =
            LazyAtom.<String>of(() -> "value " + calls.incrementAndGet()).named("lazy");
    private final AtomStore store = AtomStore.create();

    @Nested
    class FirstUse {
        @Test
        void definition_callsNothing() {
            assertThat(calls).hasValue(0);
            assertThat(atom.name()).isEqualTo("lazy");
        }

        @Test
        void get_computesOncePerStore() {
            assertThat(store.get(atom)).isEqualTo("value 1");
            assertThat(store.get(atom)).isEqualTo("value 1");
            assertThat(AtomStore.create().get(atom)).isEqualTo("value 2");
            assertThat(calls).hasValue(2);
        }

        @Test
        void set_first_neverComputes() {
            store.set(atom, "written");

            assertThat(store.get(atom)).isEqualTo("written");
            assertThat(calls).hasValue(0);
        }

        @Test
        void twoThreads_computeOnce() throws InterruptedException {
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        start.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    store.get(atom);
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join(Patience.LIMIT.toMillis());
            }

            assertThat(calls).hasValue(1);
        }
    }

    @Nested
    class Reset {
        @Test
        void reset_returnsTheComputedValue_withoutAnotherCall() {
            store.get(atom);
            store.set(atom, "written");
            store.reset(atom);

            assertThat(store.get(atom)).isEqualTo("value 1");
            store.reset(atom);
            assertThat(store.get(atom)).isEqualTo("value 1");
            assertThat(calls).hasValue(1);
        }

        @Test
        void reset_beforeFirstUse_computesAtTheNextOne() {
            store.set(atom, "written");
            store.reset(atom);
            assertThat(calls).hasValue(0);

            assertThat(store.get(atom)).isEqualTo("value 1");
        }
    }

    @Nested
    class Errors {
        private final WritableAtom<Integer, Integer> failing = LazyAtom.of(() -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("call " + calls.get());
            }
            return calls.get();
        });

        @Test
        void error_stays_untilItIsReset() {
            assertThatThrownBy(() -> store.get(failing)).hasMessage("call 1");
            assertThatThrownBy(() -> store.get(failing)).hasMessage("call 1");
            store.reset(failing);
            assertThatThrownBy(() -> store.get(failing)).hasMessage("call 2");
            store.reset(failing);
            assertThat(store.get(failing)).isEqualTo(3);
        }

        @Test
        void error_endsWithAWrite() {
            assertThatThrownBy(() -> store.get(failing)).hasMessage("call 1");
            store.set(failing, 10);

            assertThat(store.get(failing)).isEqualTo(10);
        }
    }

    @Nested
    class Transactions {
        @Test
        void rollback_beforeAnyWrite_keepsTheValue() {
            assertThatThrownBy(() -> store.transaction(tx -> {
                        assertThat(tx.get(atom)).isEqualTo("value 1");
                        tx.set(atom, "written");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThat(store.get(atom)).isEqualTo("value 1");
            assertThat(calls).hasValue(1);
        }

        @Test
        void snapshot_afterFirstUse_hasTheSameValue() {
            store.get(atom);
            try (StoreSnapshot snapshot = store.snapshot()) {
                store.set(atom, "written");

                assertThat(snapshot.get(atom)).isEqualTo("value 1");
                store.restore(snapshot);
            }
            assertThat(store.get(atom)).isEqualTo("value 1");
        }
    }
}
