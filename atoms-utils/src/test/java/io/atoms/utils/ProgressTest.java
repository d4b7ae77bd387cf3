package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.Concurrency;
import io.atoms.utils.Progress.Reporter;
import io.atoms.utils.Progress.State;
import io.atoms.utils.Progress.Status;
import io.atoms.utils.testing.Garbage;
import io.atoms.utils.testing.Patience;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

@Timeout(300)
class ProgressTest {
    private final AtomStore store = AtomStore.create();
    private final List<TestPublisher<String>> works = new ArrayList<>();
    private final List<Reporter> reporters = new ArrayList<>();
    private final Progress<Integer, String> progress = Progress.<Integer, String>of((report, n) -> {
                if (n < 0) {
                    throw new IllegalArgumentException("negative");
                }
                TestPublisher<String> work = TestPublisher.create();
                works.add(work);
                reporters.add(report);
                return work.mono();
            })
            .named("work");

    private State<String> state() {
        return store.get(progress.state());
    }

    private Disposable start() {
        return store.run(progress.start(), works.size()).subscribe(value -> {}, error -> {});
    }

    @Nested
    class Running {
        @Test
        void beforeStart_isIdle_andTheMonoAloneStartsNothing() {
            Mono<String> mono = store.run(progress.start(), 1);

            assertThat(state()).isEqualTo(new State<>(Status.IDLE, 0, "", null, null));
            assertThat(works).isEmpty();
            assertThat(store.run(progress.cancel())).isFalse();
            assertThat(mono).isNotNull();
        }

        @Test
        void start_runs_reports_andIsDone() {
            List<Object> told = new ArrayList<>();
            store.subscribe(progress.fraction(), value -> told.add(value));
            store.subscribe(progress.status(), value -> told.add(value));
            StepVerifier.create(store.run(progress.start(), 1))
                    .then(() -> {
                        reporters.get(0).fraction(0.25);
                        reporters.get(0).done(3, 4);
                        reporters.get(0).done(3, 4);
                        reporters.get(0).message("nearly");
                        assertThat(state()).isEqualTo(new State<>(Status.RUNNING, 0.75, "nearly", null, null));
                        works.get(0).emit("result");
                    })
                    .expectNext("result")
                    .verifyComplete();

            assertThat(told).containsExactly(Status.RUNNING, 0.25, 0.75, 1.0, Status.DONE);
            assertThat(state()).isEqualTo(new State<>(Status.DONE, 1, "nearly", "result", null));
        }

        @Test
        void emptyTask_isDoneWithoutResult() {
            start();
            works.get(0).complete();

            assertThat(state()).isEqualTo(new State<>(Status.DONE, 1, "", null, null));
        }

        @Test
        void fraction_isClamped_andNaNRefused() {
            start();
            reporters.get(0).fraction(7);
            assertThat(store.get(progress.fraction())).isEqualTo(1);
            reporters.get(0).fraction(-7);
            assertThat(store.get(progress.fraction())).isZero();
            reporters.get(0).done(5, 0);
            assertThat(store.get(progress.fraction())).isZero();
            assertThatThrownBy(() -> reporters.get(0).fraction(Double.NaN))
                    .hasMessage("The fraction of work is not a number.");
        }

        @Test
        void error_isTheState_andFailsTheMono() {
            IllegalStateException error = new IllegalStateException("disk full");
            StepVerifier.create(store.run(progress.start(), 1))
                    .then(() -> {
                        reporters.get(0).fraction(0.5);
                        works.get(0).error(error);
                    })
                    .verifyErrorMatches(thrown -> thrown == error);

            assertThat(state()).isEqualTo(new State<>(Status.FAILED, 0.5, "", null, error));
        }

        @Test
        void taskThatThrows_hasFailed() {
            StepVerifier.create(store.run(progress.start(), -1)).verifyErrorMessage("negative");

            assertThat(state().status()).isEqualTo(Status.FAILED);
        }

        @Test
        void startAgain_beginsAtZero() {
            start();
            works.get(0).emit("one");
            start();

            assertThat(state()).isEqualTo(new State<>(Status.RUNNING, 0, "", null, null));
        }

        @Test
        void lateReports_areDropped() {
            start();
            works.get(0).emit("one");
            start();
            reporters.get(0).fraction(0.9);
            reporters.get(0).message("late");

            assertThat(state()).isEqualTo(new State<>(Status.RUNNING, 0, "", null, null));
        }
    }

    @Nested
    class Cancelling {
        @Test
        void cancel_stopsTheWork_andTheMonoCompletesEmpty() {
            StepVerifier.create(store.run(progress.start(), 1))
                    .then(() -> {
                        reporters.get(0).fraction(0.5);
                        assertThat(store.run(progress.cancel())).isTrue();
                    })
                    .verifyComplete();

            works.get(0).assertCancelled();
            assertThat(state()).isEqualTo(new State<>(Status.CANCELLED, 0.5, "", null, null));
            assertThat(store.run(progress.cancel())).isFalse();
        }

        @Test
        void cancel_thatIsRolledBack_stopsNothing() {
            start();
            assertThatThrownBy(() -> store.transaction(tx -> {
                        tx.run(progress.cancel());
                        assertThat(tx.get(progress.status())).isEqualTo(Status.CANCELLED);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            works.get(0).assertNotCancelled();
            works.get(0).emit("result");
            assertThat(state().status()).isEqualTo(Status.DONE);
        }

        @Test
        void disposing_cancels() {
            start().dispose();

            works.get(0).assertCancelled();
            assertThat(state().status()).isEqualTo(Status.CANCELLED);
        }

        @Test
        void cancelledByAListener_ofItsOwnStart() {
            store.subscribe(progress.status(), value -> {
                if (value == Status.RUNNING) {
                    store.run(progress.cancel());
                }
            });
            StepVerifier.create(store.run(progress.start(), 1)).verifyComplete();

            assertThat(state().status()).isEqualTo(Status.CANCELLED);
        }

        @Test
        void closingTheStore_cancels_andLateReportsAreHarmless() {
            start();
            store.close();

            works.get(0).assertCancelled();
            assertThatCode(() -> {
                        reporters.get(0).fraction(0.5);
                        reporters.get(0).message("late");
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class Twice {
        @Test
        void byDefault_theSecondStartDoesNothing() {
            start();
            StepVerifier.create(store.run(progress.start(), 2)).verifyComplete();

            assertThat(works).hasSize(1);
            assertThat(state().status()).isEqualTo(Status.RUNNING);
        }

        @Test
        void switching_cancelsTheFirst_whoseEndChangesNothing() {
            Progress<Integer, String> latest = progress.concurrency(Concurrency.SWITCH);
            store.run(latest.start(), 1).subscribe();
            reporters.get(0).fraction(0.5);
            store.run(latest.start(), 2).subscribe();
            works.get(0).assertCancelled();
            reporters.get(0).fraction(0.6);

            assertThat(store.get(latest.state())).isEqualTo(new State<>(Status.RUNNING, 0, "", null, null));
            works.get(1).emit("two");
            assertThat(store.get(latest.state()).result()).isEqualTo("two");
        }

        @Test
        void switching_tellsOfOneRunOnly() {
            Progress<Integer, String> latest = progress.concurrency(Concurrency.SWITCH);
            List<Status> told = new ArrayList<>();
            store.subscribe(latest.status(), value -> told.add(value));
            store.run(latest.start(), 1).subscribe();
            StepVerifier.create(store.run(latest.start(), 2))
                    .then(() -> works.get(1).emit("two"))
                    .expectNext("two")
                    .verifyComplete();

            assertThat(told).containsExactly(Status.RUNNING, Status.DONE);
        }

        @Test
        void switchingFromManyThreads_leavesOneRunning_whoseReportsCount() throws InterruptedException {
            for (int round = 0; round < 100; round++) {
                List<Reporter> all = java.util.Collections.synchronizedList(new ArrayList<>());
                Progress<Integer, String> latest = Progress.<Integer, String>of((report, n) -> {
                            all.add(report);
                            return Mono.never();
                        })
                        .concurrency(Concurrency.SWITCH);
                List<Thread> threads = new ArrayList<>();
                for (int t = 0; t < 3; t++) {
                    Thread thread =
                            new Thread(() -> store.run(latest.start(), 1).subscribe());
                    thread.start();
                    threads.add(thread);
                }
                for (Thread thread : threads) {
                    thread.join(Patience.LIMIT.toMillis());
                }
                assertThat(store.get(latest.status())).isEqualTo(Status.RUNNING);
                all.forEach(report -> report.fraction(0.5));
                assertThat(store.get(latest.fraction())).isEqualTo(0.5);
                assertThat(store.run(latest.cancel())).isTrue();
            }
        }

        @Test
        void queueing_runsOneAfterTheOther() {
            Progress<Integer, String> queue = progress.concurrency(Concurrency.QUEUE);
            store.run(queue.start(), 1).subscribe();
            store.run(queue.start(), 2).subscribe();
            assertThat(works).hasSize(1);
            works.get(0).emit("one");
            assertThat(works).hasSize(2);
            assertThat(store.get(queue.status())).isEqualTo(Status.RUNNING);
            works.get(1).emit("two");

            assertThat(store.get(queue.state()).result()).isEqualTo("two");
        }

        @Test
        void allowing_isRefused() {
            assertThatThrownBy(() -> progress.concurrency(Concurrency.ALLOW))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Two calls of work can't share one progress");
        }
    }

    @Nested
    class Stores {
        @Test
        void stores_haveTheirOwnTask() {
            AtomStore other = AtomStore.create();
            start();
            other.run(progress.start(), 2).subscribe();
            store.run(progress.cancel());

            assertThat(other.get(progress.status())).isEqualTo(Status.RUNNING);
            works.get(1).emit("there");
            assertThat(other.get(progress.state()).result()).isEqualTo("there");
            assertThat(state().status()).isEqualTo(Status.CANCELLED);
        }

        @Test
        void store_isCollected() {
            Progress<Integer, String> never = Progress.of((report, n) -> Mono.never());
            WeakReference<AtomStore> dropped = new WeakReference<>(started(never));

            assertThat(Garbage.collects(dropped)).isTrue();
            assertThat(store.get(never.status())).isEqualTo(Status.IDLE);
        }

        private static AtomStore started(Progress<Integer, String> never) {
            AtomStore other = AtomStore.create();
            other.run(never.start(), 1).subscribe();
            return other;
        }

        @Test
        void named_namesTheAtoms() {
            assertThat(progress.state().name()).isEqualTo("work.state");
            assertThat(progress.start().name()).isEqualTo("work.start");
            assertThat(progress).hasToString("Progress[work]");
        }
    }

    @Test
    void reportsFromManyThreads_andACancel_endCancelled() throws InterruptedException {
        for (int round = 0; round < 30; round++) {
            Progress<Integer, Integer> parallel = Progress.of((report, n) -> Mono.fromCallable(() -> {
                        for (int i = 0; i < 200; i++) {
                            report.done(i, 200);
                        }
                        return n;
                    })
                    .subscribeOn(Schedulers.boundedElastic()));
            Mono<Integer> mono = store.run(parallel.start(), round);
            Thread canceller = new Thread(() -> store.run(parallel.cancel()));
            canceller.start();
            mono.block(Patience.LIMIT);
            canceller.join(Patience.LIMIT.toMillis());

            assertThat(store.get(parallel.status())).isIn(Status.DONE, Status.CANCELLED);
        }
    }
}
