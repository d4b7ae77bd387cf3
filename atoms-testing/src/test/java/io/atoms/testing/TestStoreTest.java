package io.atoms.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.Unobserved;
import io.atoms.WriteRefusedException;
import io.atoms.inspect.ListenerFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TestStoreTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(30);

    private final TestStore test = TestStore.create();
    private final AtomStore store = test.store();
    private final PrimitiveAtom<Integer> count = Atom.of(1).named("count");
    private final Atom<Integer> parity = Atom.map(count, n -> n % 2).named("parity");
    private final Atom<String> label =
            Atom.map(parity, n -> n == 0 ? "even" : "odd").named("label");

    @AfterEach
    void close() {
        test.drainFailures();
        if (!store.isClosed()) {
            test.close();
        }
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }

    @Nested
    class Made {
        @Test
        void twoStores_shareNothing() {
            try (TestStore other = TestStore.create()) {
                store.set(count, 5);
                test.advance(Duration.ofSeconds(1));

                assertThat(other.store().get(count)).isEqualTo(1);
                assertThat(other.scheduler().now(TimeUnit.SECONDS)).isZero();
            }
        }

        @Test
        void options_areThoseOfTheStore() {
            try (TestStore named =
                    TestStore.create(options -> options.name("mine").validate(count, n -> n > 0, "must be positive"))) {
                assertThat(named.store().name()).isEqualTo("mine");
                assertThat(named).hasToString("TestStore[mine]");
                assertThatThrownBy(() -> named.store().set(count, -1)).isInstanceOf(WriteRefusedException.class);
            }
        }

        @Test
        void options_doNotReplaceWhatTheKitNeeds() {
            List<ListenerFailure> others = new ArrayList<>();
            try (TestStore named = TestStore.create(options -> options.onError(others::add)
                    .scheduler(Schedulers.immediate())
                    .counting(false))) {
                named.store().subscribe(count, n -> fail("listener"));
                named.store().set(count, 2);

                assertThat(named.drainFailures()).hasSize(1);
                assertThat(others).isEmpty();
                named.store().get(label);
                assertThat(named.recomputes(label)).isEqualTo(1);
            }
        }
    }

    @Nested
    class Time {
        private final AsyncAtom<String> late = Atom.async(
                get -> Mono.delay(Duration.ofMillis(100), test.scheduler()).map(n -> "late"));
        private final AsyncAtom<String> never = Atom.async(get -> Mono.<String>never())
                .timeout(Duration.ofSeconds(3))
                .named("never");

        @Test
        void advance_runsWhatIsDue() {
            Recording<Loadable<String>> told = test.record(late);

            test.advance(Duration.ofMillis(99));
            assertThat(told.values()).isEmpty();
            test.advance(Duration.ofMillis(1));
            assertThat(told.values()).containsExactly(Loadable.ready("late"));
        }

        @Test
        void advance_isTheTimeOfTheStore() {
            test.record(never);
            assertThat(test.pendingTimers()).isEqualTo(1);
            test.advance(Duration.ofSeconds(3));

            assertThat(store.get(never).isFailed()).isTrue();
            assertThat(test.pendingTimers()).isZero();
        }

        @Test
        void advance_backwards_isRefused() {
            assertThatThrownBy(() -> test.advance(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT-0.001S");
        }

        @Test
        void advanceUntilIdle_goesFromTimerToTimer() {
            AsyncAtom<Long> third = Atom.stream(get ->
                    Flux.interval(Duration.ofMinutes(1), test.scheduler()).take(3));
            Recording<Loadable<Long>> told = test.record(third);

            test.advanceUntilIdle(Duration.ofHours(1));

            assertThat(told.values()).containsExactly(Loadable.ready(0L), Loadable.ready(1L), Loadable.ready(2L));
            assertThat(test.scheduler().now(TimeUnit.MINUTES)).isEqualTo(3);
        }

        @Test
        void advanceUntilIdle_ofWhatNeverEnds_failsAtTheBound() {
            test.record(Atom.stream(get -> Flux.interval(Duration.ofMinutes(1), test.scheduler())));

            assertThatThrownBy(() -> test.advanceUntilIdle(Duration.ofMinutes(5)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("timers pending: 1, the next is due in PT1M");
            assertThat(test.scheduler().now(TimeUnit.MINUTES)).isEqualTo(5);
        }

        @Test
        void timerThatThrows_isAFailure_andTheClockGoesOn() {
            List<String> ran = new ArrayList<>();
            test.scheduler().schedule(() -> fail("timer"), 1, TimeUnit.SECONDS);
            test.scheduler().schedule(() -> ran.add("next"), 2, TimeUnit.SECONDS);

            test.advance(Duration.ofSeconds(2));

            assertThat(ran).containsExactly("next");
            assertThat(test.drainFailures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.source()).isEqualTo("timer"));
        }
    }

    @Nested
    class Quiescence {
        private final Sinks.One<String> answer = Sinks.one();
        private final AsyncAtom<String> user =
                Atom.async(get -> answer.asMono()).named("user");

        @Test
        void nothingGoingOn_returnsAtOnce() {
            store.set(count, 2);
            test.record(label);

            test.awaitQuiescent(LONG);
        }

        @Test
        void loading_isWaitedFor() {
            AsyncAtom<Integer> computed = Atom.asyncBlocking(get -> 42);
            Recording<Loadable<Integer>> told = test.record(computed);

            test.awaitQuiescent(LONG);

            assertThat(store.get(computed)).isEqualTo(Loadable.ready(42));
            assertThat(told.values()).containsExactly(Loadable.ready(42));
        }

        @Test
        void loadingForTooLong_fails_andNamesTheAtom() {
            test.record(user);

            assertThatThrownBy(() -> test.awaitQuiescent(SHORT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("loading: user");
        }

        @Test
        void loadingThatWaitsForATimer_fails_andNamesTheTimer() {
            test.record(Atom.async(get -> Mono.delay(Duration.ofMillis(100), test.scheduler())));

            assertThatThrownBy(() -> test.awaitQuiescent(SHORT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("timers pending: 1, the next is due in PT0.1S");
            test.advance(Duration.ofMillis(100));
            test.awaitQuiescent(LONG);
        }

        @Test
        void unobservedLoading_isSeen() {
            store.get(user);

            assertThatThrownBy(() -> test.awaitQuiescent(SHORT)).hasMessageContaining("loading: user");
            answer.tryEmitValue("Ada");
            test.awaitQuiescent(LONG);
        }

        @Test
        void cancelledWork_isNotLoading() {
            AsyncAtom<String> cancelled = user.whenUnobserved(Unobserved.cancelAfter(Duration.ofSeconds(1)));
            test.record(cancelled).dispose();
            test.advance(Duration.ofSeconds(1));

            test.awaitQuiescent(LONG);
        }

        @Test
        void runningListener_isWaitedFor() throws InterruptedException {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            List<Integer> told = new ArrayList<>();
            store.subscribe(count, n -> {
                inside.countDown();
                await(go);
                told.add(n);
            });
            Thread writer = new Thread(() -> store.set(count, 2));
            writer.start();
            await(inside);

            assertThatThrownBy(() -> test.awaitQuiescent(SHORT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("listeners are running");
            go.countDown();
            test.awaitQuiescent(LONG);
            assertThat(told).containsExactly(2);
            writer.join();
        }

        @Test
        void insideATransaction_fails() {
            store.transaction(tx -> assertThatThrownBy(() -> test.awaitQuiescent(SHORT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("inside a transaction"));
        }

        @Test
        void listenersThatWriteForAWhile_areWaitedFor() {
            PrimitiveAtom<Integer> echo = Atom.of(0).named("echo");
            AsyncAtom<Integer> chain =
                    Atom.async(get -> Mono.just(get.get(echo)).publishOn(Schedulers.boundedElastic()));
            store.subscribe(chain, loadable -> {
                if (loadable instanceof Loadable.Ready<Integer> ready && ready.value() < 50) {
                    store.set(echo, ready.value() + 1);
                }
            });

            test.awaitQuiescent(LONG);

            assertThat(store.get(chain)).isEqualTo(Loadable.ready(50));
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class Recomputes {
        @Test
        void unknownAtom_neverRan() {
            assertThat(test.recomputes(label)).isZero();
            assertThat(test.why(label)).isEmpty();
        }

        @Test
        void firstRun_hasNoCause() {
            store.get(label);

            assertThat(test.recomputes(label)).isEqualTo(1);
            assertThat(test.why(label)).containsExactly("label");
        }

        @Test
        void observedAtom_runsForTheWrite() {
            test.record(label);
            store.set(count, 2);

            assertThat(test.recomputes(label)).isEqualTo(2);
            assertThat(test.why(label)).containsExactly("count", "parity", "label");
        }

        @Test
        void cutOff_runsNoDependent() {
            test.record(label);
            store.set(count, 3);

            assertThat(test.recomputes(parity)).isEqualTo(2);
            assertThat(test.recomputes(label)).isEqualTo(1);
            assertThat(test.why(parity)).containsExactly("count", "parity");
            assertThat(test.why(label)).containsExactly("label");
        }

        @Test
        void unobservedAtom_runsAtItsNextRead() {
            store.get(label);
            store.set(count, 2);
            assertThat(test.recomputes(label)).isEqualTo(1);
            store.get(label);

            assertThat(test.recomputes(label)).isEqualTo(2);
            assertThat(test.why(label)).containsExactly("count", "parity", "label");
        }

        @Test
        void cause_isTheChange_notALaterCutOff() {
            PrimitiveAtom<Integer> other = Atom.of(0).named("other");
            Atom<Integer> both =
                    Atom.derived(get -> get.get(count) % 2 + get.get(other) * 0).named("both");
            Atom<Integer> top = Atom.map(both, n -> n + 1).named("top");
            test.record(top);
            store.set(count, 2);
            store.set(other, 5);

            assertThat(test.why(both)).containsExactly("other", "both");
            assertThat(test.why(top)).containsExactly("count", "both", "top");
        }

        @Test
        void sameNameTwice_isRefused() {
            Atom<Integer> twin = Atom.map(count, n -> n).named("label");
            store.get(label);
            store.get(twin);

            assertThatThrownBy(() -> test.recomputes(label))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 atoms")
                    .hasMessageContaining("'label'");
        }
    }

    @Nested
    class Failures {
        @Test
        void listenerThatThrows_doesNotReachTheWriter_butFailsTheClose() {
            store.subscribe(count, n -> fail("first"));
            store.subscribe(count, n -> fail("second"));

            assertThatCode(() -> store.set(count, 2)).doesNotThrowAnyException();

            assertThatThrownBy(test::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("listener of count: java.lang.IllegalStateException: first")
                    .hasRootCauseMessage("first")
                    .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
            assertThat(store.isClosed()).isTrue();
        }

        @Test
        void drainedFailures_areSeen() {
            store.subscribe(count, n -> fail("listener"));
            store.set(count, 2);

            assertThat(test.drainFailures()).extracting(ListenerFailure::source).containsExactly("listener of count");
            assertThat(test.drainFailures()).isEmpty();
            assertThatCode(test::close).doesNotThrowAnyException();
        }

        @Test
        void cleanupThatThrowsAtTheClose_failsIt() {
            store.effect(context -> context.onCleanup(() -> fail("cleanup")));

            assertThatThrownBy(test::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("cleanup");
        }

        @Test
        void closingAgain_doesNothing() {
            test.close();
            assertThatCode(test::close).doesNotThrowAnyException();
        }
    }

    @Nested
    class Leaks {
        @Test
        void openSnapshot_failsTheClose() {
            StoreSnapshot snapshot = store.snapshot();

            assertThatThrownBy(test::close).isInstanceOf(AssertionError.class).hasMessageContaining("not closed: 1");
            assertThat(store.isClosed()).isTrue();
            snapshot.close();
        }

        @Test
        void close_disposesAll() {
            Recording<Integer> recording = test.record(count);
            AtomSubscription subscription = store.subscribe(count, n -> {});
            test.close();

            assertThat(subscription.isDisposed()).isTrue();
            assertThat(recording.isDisposed()).isTrue();
        }

        @Test
        void subscription_isNamed() {
            AtomSubscription subscription = store.subscribe(count, n -> {});

            assertThatThrownBy(test::assertUnobserved)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("1 of count");
            subscription.dispose();
            test.assertUnobserved();
        }

        @Test
        void effect_isNamed() {
            AtomSubscription effect = store.effect(context -> context.get(count));

            assertThatThrownBy(test::assertUnobserved).hasMessageContaining("ffect");
            effect.dispose();
            test.assertUnobserved();
        }

        @Test
        void recordings_doNotCount() {
            test.record(count);
            test.record(count);
            test.recordAll(count, label);
            test.record(label).dispose();
            test.assertUnobserved();

            store.subscribe(count, n -> {});
            assertThatThrownBy(test::assertUnobserved).hasMessageContaining("1 of count");
        }
    }
}
