package io.atoms.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.inspect.ListenerFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClockTest {
    private final List<ListenerFailure> failures = new ArrayList<>();
    private final Clock clock = new Clock(failures::add);
    private final List<String> log = new ArrayList<>();

    private Runnable log(String line) {
        return () -> log.add(line + "@" + clock.now(MILLISECONDS));
    }

    private void advance(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    @Nested
    class OneTimer {
        @Test
        void withoutDelay_runsAtOnce() {
            clock.schedule(log("now"));

            assertThat(log).containsExactly("now@0");
            assertThat(clock.describe()).isEqualTo("no timer is pending");
        }

        @Test
        void order_isThatOfTime_thenOfScheduling() {
            clock.schedule(log("late"), 20, MILLISECONDS);
            clock.schedule(log("first"), 10, MILLISECONDS);
            clock.schedule(log("second"), 10, MILLISECONDS);

            assertThat(clock.describe()).isEqualTo("timers pending: 3, the next is due in PT0.01S");
            advance(20);
            assertThat(log).containsExactly("first@10", "second@10", "late@20");
        }

        @Test
        void disposed_neverRuns() {
            Disposable timer = clock.schedule(log("no"), 10, MILLISECONDS);
            timer.dispose();

            assertThat(timer.isDisposed()).isTrue();
            assertThat(clock.describe()).isEqualTo("no timer is pending");
            advance(10);
            assertThat(log).isEmpty();
        }

        @Test
        void hasRun_isDisposed() {
            Disposable timer = clock.schedule(log("x"), 10, MILLISECONDS);
            assertThat(timer.isDisposed()).isFalse();
            advance(10);
            assertThat(timer.isDisposed()).isTrue();
        }

        @Test
        void made_byATimer_runsInTheSameAdvance() {
            clock.schedule(() -> clock.schedule(log("inner"), 5, MILLISECONDS), 5, MILLISECONDS);
            advance(10);

            assertThat(log).containsExactly("inner@10");
        }

        @Test
        void forEver_isFarAway() {
            clock.schedule(log("never"), Long.MAX_VALUE, SECONDS);
            clock.advance(Duration.ofDays(10_000));

            assertThat(log).isEmpty();
        }

        @Test
        void thatAdvances_fails() {
            clock.schedule(() -> advance(1), 1, MILLISECONDS);
            clock.schedule(() -> clock.advanceUntilIdle(Duration.ZERO), 1, MILLISECONDS);
            advance(1);

            assertThat(failures)
                    .hasSize(2)
                    .allSatisfy(failure -> assertThat(failure.error()).isInstanceOf(IllegalStateException.class));
        }
    }

    @Nested
    class Periodic {
        @Test
        void runs_everyPeriod() {
            clock.schedulePeriodically(log("p"), 10, 20, MILLISECONDS);
            advance(50);

            assertThat(log).containsExactly("p@10", "p@30", "p@50");
        }

        @Test
        void withoutInitialDelay_runsAtOnce() {
            clock.schedulePeriodically(log("p"), 0, 20, MILLISECONDS);
            advance(20);

            assertThat(log).containsExactly("p@0", "p@20");
        }

        @Test
        void dispose_ends() {
            Disposable timer = clock.schedulePeriodically(log("p"), 10, 10, MILLISECONDS);
            advance(10);
            timer.dispose();
            advance(100);

            assertThat(log).containsExactly("p@10");
        }

        @Test
        void disposeByItself_ends() {
            Disposable[] timer = new Disposable[1];
            timer[0] = clock.schedulePeriodically(
                    () -> {
                        log.add("p");
                        timer[0].dispose();
                    },
                    10,
                    10,
                    MILLISECONDS);
            advance(100);

            assertThat(log).containsExactly("p");
            assertThat(clock.describe()).isEqualTo("no timer is pending");
        }

        @Test
        void thatThrows_isRepeated_asOnRealSchedulers_andReported() {
            clock.schedulePeriodically(
                    () -> {
                        throw new IllegalStateException("p");
                    },
                    10,
                    10,
                    MILLISECONDS);
            advance(20);

            assertThat(failures).hasSize(2);
        }
    }

    @Nested
    class OfAWorker {
        private final Scheduler.Worker worker = clock.createWorker();

        @Test
        void tasks_run() {
            worker.schedule(log("now"));
            worker.schedule(log("later"), 10, MILLISECONDS);
            worker.schedulePeriodically(log("p"), 5, 10, MILLISECONDS);
            advance(15);

            assertThat(log).containsExactly("now@0", "p@5", "later@10", "p@15");
        }

        @Test
        void dispose_endsItsTasksAlone() {
            clock.schedule(log("other"), 10, MILLISECONDS);
            worker.schedule(log("later"), 10, MILLISECONDS);
            worker.schedulePeriodically(log("p"), 10, 10, MILLISECONDS);
            worker.dispose();
            advance(100);

            assertThat(worker.isDisposed()).isTrue();
            assertThat(log).containsExactly("other@10");
        }

        @Test
        void disposed_refusesTasks() {
            worker.dispose();

            assertThatThrownBy(() -> worker.schedule(log("no"))).isInstanceOf(RejectedExecutionException.class);
            assertThat(clock.describe()).isEqualTo("no timer is pending");
        }
    }

    @Nested
    class UntilIdle {
        @Test
        void nothingPending_movesNothing() {
            assertThat(clock.advanceUntilIdle(Duration.ofHours(1))).isTrue();
            assertThat(clock.now(MILLISECONDS)).isZero();
        }

        @Test
        void timerBeyondTheBound_isLeft() {
            clock.schedule(log("in"), 10, MILLISECONDS);
            clock.schedule(log("out"), 11, MILLISECONDS);

            assertThat(clock.advanceUntilIdle(Duration.ofMillis(10))).isFalse();
            assertThat(log).containsExactly("in@10");
            assertThat(clock.now(MILLISECONDS)).isEqualTo(10);
        }

        @Test
        void ofTwoThreads_ends() throws InterruptedException {
            for (int i = 1; i <= 1000; i++) {
                clock.schedule(log("x"), i, MILLISECONDS);
            }
            Thread other = new Thread(() -> clock.advanceUntilIdle(Duration.ofSeconds(10)));
            other.start();
            clock.advanceUntilIdle(Duration.ofSeconds(10));
            other.join();

            assertThat(log).hasSize(1000);
        }
    }
}
