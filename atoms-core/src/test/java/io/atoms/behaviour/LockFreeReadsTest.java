package io.atoms.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Runs;
import io.atoms.fixtures.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads while another thread sits inside a transaction or a recompute: they never wait. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("T2")
class LockFreeReadsTest {
    private final AtomStore store = AtomStore.create();
    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> a = Atom.of(1);
    private final PrimitiveAtom<Integer> b = Atom.of(10);
    private final PrimitiveAtom<Integer> unrelated = Atom.of(0);
    private final Atom<Integer> sum = Atom.derived(runs.counting(get -> get.get(a) + get.get(b)));
    private final Atom<Integer> above = Atom.derived(get -> get.get(sum) + 100);

    /** Reads on a thread of its own while another one is inside a transaction that wrote and read everything. */
    private <T> T readBeside(Supplier<T> read) {
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {
            tx.set(a, 2);
            tx.set(b, 20);
            tx.set(unrelated, 99);
            tx.get(above);
        })) {
            T value = Threads.call(read::get);
            assertThat(parked.isInside()).isTrue();
            return value;
        }
    }

    @Nested
    @Proves("R3")
    class BesideATransaction {
        @Test
        void primitive_isReadAsLastCommitted() {
            int read = readBeside(() -> store.get(a));

            assertThat(read).isEqualTo(1);
            assertThat(store.get(a)).isEqualTo(2);
        }

        @Test
        void primitiveNeverSeenBefore_isRead() {
            PrimitiveAtom<Integer> fresh = Atom.of(7);
            int read = readBeside(() -> store.get(fresh));

            assertThat(read).isEqualTo(7);
        }

        @Test
        void handle_isReadAsLastCommitted() {
            AtomHandle<Integer> primitive = store.handle(a);
            AtomHandle<Integer> derived = store.handle(above);
            derived.get();
            int read = readBeside(() -> primitive.get() * 1000 + derived.get());

            assertThat(read).isEqualTo(1111);
        }

        @Test
        void observedDerived_isReadAsLastCommitted() {
            store.subscribe(above, value -> {});
            int read = readBeside(() -> store.get(above));

            assertThat(read).isEqualTo(111);
            assertThat(store.get(above)).isEqualTo(122);
        }

        @Test
        void unobservedCurrentDerived_isReadAsLastCommitted() {
            store.get(above);
            int read = readBeside(() -> store.get(above));

            assertThat(read).isEqualTo(111);
            assertThat(store.get(above)).isEqualTo(122);
        }

        @Test
        @Proves("R5")
        void unobservedDerived_thatOnlyAnUnrelatedCommitMadeUncertain_isReadWithoutRunning() {
            store.get(above);
            store.set(unrelated, 5);
            runs.sinceLast();
            int[] ran = new int[1];
            int read;
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(a, 2))) {
                read = Threads.<Integer>call(() -> store.get(above));
                ran[0] = runs.sinceLast();
                assertThat(parked.isInside()).isTrue();
            }

            assertThat(read).isEqualTo(111);
            assertThat(ran[0]).isZero();
            assertThat(store.get(above)).isEqualTo(112);
        }

        @Test
        void unobservedDerived_validatedInsideTheTransaction_isReadAsOfTheCommitBefore() {
            store.get(above);
            store.set(unrelated, 5);
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {
                tx.get(above);
                tx.set(a, 2);
                tx.get(above);
            })) {
                Threads.run(() -> assertThat(store.get(above)).isEqualTo(111));
                assertThat(parked.isInside()).isTrue();
            }
        }

        @Test
        void failedDerived_throwsItsErrorWithoutWaiting() {
            Atom<Integer> inverse = Atom.map(unrelated, n -> 10 / n);
            Throwable first = catchThrowable(() -> store.get(inverse));
            Throwable beside = readBeside(() -> catchThrowable(() -> store.get(inverse)));

            assertThat(beside).isInstanceOf(ArithmeticException.class).isSameAs(first);
        }

        @Test
        void manyReads_allSeeTheLastCommit() {
            store.get(above);
            Integer reads = readBeside(() -> {
                int same = 0;
                for (int i = 0; i < 10_000; i++) {
                    same += store.get(a) == 1 && store.get(above) == 111 ? 1 : 0;
                }
                return same;
            });

            assertThat(reads).isEqualTo(10_000);
        }

        @Test
        void derivedThatIsStale_isReadRight_onceTheWriterIsDone() {
            store.get(above);
            store.set(a, 5);
            Threads.Background<Integer> reader;
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(b, 20))) {
                reader = Threads.compute(() -> store.get(above));
                assertThat(parked.isInside()).isTrue();
            }

            assertThat(reader.join()).isIn(115, 125);
            assertThat(store.get(above)).isEqualTo(125);
        }
    }

    @Nested
    class BesideARecompute {
        @Test
        void readersOfTheRecomputedAtom_getTheLastCommittedValue() {
            CountDownLatch computing = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            AtomicBoolean slow = new AtomicBoolean();
            Atom<Integer> dear = Atom.derived(get -> {
                int value = get.get(a);
                if (slow.get()) {
                    computing.countDown();
                    Threads.await(release);
                }
                return value * 10;
            });
            RecordingListener<Integer> listener = new RecordingListener<>();
            store.subscribe(dear, listener);
            slow.set(true);
            Threads.Background<Void> writer = Threads.start(() -> store.set(a, 2));
            Threads.await(computing);
            Threads.run(() -> {
                assertThat(store.get(dear)).isEqualTo(10);
                assertThat(store.get(a)).isEqualTo(1);
            });
            assertThat(writer.isDone()).isFalse();
            release.countDown();
            writer.join();

            assertThat(store.get(dear)).isEqualTo(20);
            assertThat(listener.told()).containsExactly("10 -> 20");
        }

        @Test
        void readersBesideAListener_seeTheCommitItIsToldOf() {
            CountDownLatch inListener = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            store.subscribe(above, value -> {
                inListener.countDown();
                Threads.await(release);
            });
            Threads.Background<Void> writer = Threads.start(() -> store.set(a, 2));
            Threads.await(inListener);
            Threads.run(() -> assertThat(store.get(above)).isEqualTo(112));
            release.countDown();
            writer.join();
        }
    }
}
