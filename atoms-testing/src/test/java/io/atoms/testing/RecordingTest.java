package io.atoms.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordingTest {
    private final TestStore test = TestStore.create();
    private final AtomStore store = test.store();
    private final PrimitiveAtom<Integer> a = Atom.of(1).named("a");
    private final PrimitiveAtom<Integer> b = Atom.of(1).named("b");
    private final Atom<Integer> ratio = Atom.combine(a, b, (x, y) -> x / y).named("ratio");

    @AfterEach
    void close() {
        test.close();
    }

    @Nested
    class OfOneAtom {
        private final Recording<Integer> recording = test.record(a);

        @Test
        void initialValue_isNotRecorded() {
            assertThat(recording.values()).isEmpty();
            assertThat(recording.count()).isZero();
        }

        @Test
        void changes_areRecorded_inOrder() {
            store.set(a, 2);
            store.set(a, 2);
            store.set(a, 3);

            assertThat(recording.values()).containsExactly(2, 3);
            assertThat(recording.lines()).containsExactly("a 2", "a 3");
            assertThat(recording).hasToString("Recording[a 2, a 3]");
        }

        @Test
        void notification_tellsPreviousCurrentAndEpoch() {
            store.set(a, 2);
            long epoch = store.inspect().epoch();
            store.set(b, 9);
            store.set(a, 3);

            assertThat(recording.notifications())
                    .containsExactly(
                            new Notification<>("a", epoch, 1, 2, null), new Notification<>("a", epoch + 2, 2, 3, null));
        }

        @Test
        void drain_forgets() {
            store.set(a, 2);

            assertThat(recording.drain()).containsExactly(2);
            assertThat(recording.drain()).isEmpty();
            store.set(a, 3);
            assertThat(recording.drainLines()).containsExactly("a 3");
            assertThat(recording.lines()).isEmpty();
        }

        @Test
        void values_areACopy() {
            var before = recording.values();
            store.set(a, 2);

            assertThat(before).isEmpty();
            assertThatThrownBy(() -> recording.values().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void dispose_ends_andKeeps() {
            store.set(a, 2);
            recording.dispose();
            store.set(a, 3);

            assertThat(recording.values()).containsExactly(2);
            assertThat(recording.isDisposed()).isTrue();
        }

        @Test
        void commitOfAListener_hasItsOwnEpoch() {
            store.subscribe(b, n -> store.set(a, n));
            Recording<Integer> ofB = test.record(b);
            store.set(b, 7);

            assertThat(recording.notifications().get(0).epoch())
                    .isEqualTo(ofB.notifications().get(0).epoch() + 1);
        }
    }

    @Nested
    class OfNull {
        @Test
        void null_isAValue() {
            PrimitiveAtom<String> nullable = Atom.of("x");
            Recording<String> recording = test.record(nullable);
            store.set(nullable, null);

            assertThat(recording.drain()).containsExactly((String) null);
        }
    }

    @Nested
    class OfSeveralAtoms {
        @Test
        void commits_areInOneOrder() {
            Recording<Object> recording = test.recordAll(b, a);
            store.set(a, 4);
            store.transaction(tx -> {
                tx.set(a, 8);
                tx.set(b, 2);
            });

            assertThat(recording.lines()).containsExactly("a 4", "b 2", "a 8");
            assertThat(recording.notifications())
                    .extracting(Notification::epoch)
                    .satisfies(epochs -> assertThat(epochs.get(1)).isEqualTo(epochs.get(2)));
        }
    }

    @Nested
    class OfAnAtomThatFails {
        private final Recording<Integer> recording = test.record(ratio);

        @Test
        void failure_isRecorded() {
            store.set(a, 4);
            store.set(b, 0);
            store.set(b, 2);

            assertThat(recording.lines())
                    .containsExactly("ratio 4", "ratio failed: java.lang.ArithmeticException: / by zero", "ratio 2");
            assertThat(recording.notifications().get(1).isFailure()).isTrue();
            assertThat(recording.notifications().get(2).isFailure()).isFalse();
        }

        @Test
        void values_doNotHideIt() {
            store.set(b, 0);

            assertThatThrownBy(recording::values)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("'ratio'")
                    .hasCauseInstanceOf(ArithmeticException.class);
            assertThatThrownBy(recording::drain).isInstanceOf(AssertionError.class);
            assertThat(recording.count()).isEqualTo(1);
            recording.clear();
            assertThat(recording.values()).isEmpty();
        }
    }

    @Nested
    class Awaiting {
        private final Recording<Integer> recording = test.record(a);

        @Test
        void awaitCount_waitsForOtherThreads() throws InterruptedException {
            Thread writer = new Thread(() -> {
                store.set(a, 2);
                store.set(a, 3);
            });
            writer.start();

            assertThat(recording.awaitCount(2, Duration.ofMinutes(1)).values()).containsExactly(2, 3);
            writer.join();
        }

        @Test
        void awaitCount_ofWhatIsThere_returnsAtOnce() {
            store.set(a, 2);

            assertThat(recording.awaitCount(1, Duration.ZERO)).isSameAs(recording);
        }

        @Test
        void awaitCount_inVain_fails() {
            store.set(a, 2);

            assertThatThrownBy(() -> recording.awaitCount(2, Duration.ofMillis(20)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("expected 2 notifications within PT0.02S, but there are [a 2]");
        }

        @Test
        void awaitCount_interrupted_failsAndStaysInterrupted() throws InterruptedException {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> interrupted = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                try {
                    recording.awaitCount(1, Duration.ofMinutes(1));
                } catch (AssertionError error) {
                    thrown.set(error);
                    interrupted.set(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            waiting.interrupt();
            waiting.join();

            assertThat(thrown.get()).hasCauseInstanceOf(InterruptedException.class);
            assertThat(interrupted.get()).isTrue();
        }
    }
}
