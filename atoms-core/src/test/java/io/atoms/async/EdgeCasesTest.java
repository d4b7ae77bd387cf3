package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import io.atoms.AtomCycleException;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.AtomUsageException;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StreamPolicy;
import io.atoms.Unobserved;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import io.atoms.fixtures.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What goes wrong in practice: one named test for each edge case of the issue, and some more. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21", "R22"})
class EdgeCasesTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    @Nested
    class ThePublisher {
        @Test
        void thatEmitsSynchronously_isReadyAtOnce() {
            AsyncAtom<Integer> at = Atom.async(get -> Mono.just(get.get(input) * 10));
            assertThat(store.get(at)).isEqualTo(Loadable.ready(10));
            store.set(input, 2);
            assertThat(store.get(at)).isEqualTo(Loadable.ready(20));
            store.subscribe(at, log.as("at"));
            store.set(input, 3);
            assertThat(store.get(at)).isEqualTo(Loadable.ready(30));
        }

        @Test
        void thatNeverEmits_staysLoading_andIsCancelledWhenNobodyNeedsIt() {
            AtomSubscription subscription = store.subscribe(atom, log.as("atom"));
            assertThat(store.get(atom)).isEqualTo(Loadable.loading());
            clock.advanceTimeBy(Duration.ofDays(1));
            assertThat(calls.lines()).containsExactly("1 live");
            subscription.dispose();
            clock.advanceTimeBy(Duration.ofSeconds(2));
            assertThat(calls.lines()).containsExactly("1 cancelled");
        }

        @Test
        void thatEmitsTwiceFromAMono_countsOnce() {
            store.subscribe(atom, log.as("atom"));
            calls.last().next("a").next("b");
            calls.last().complete();
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
            assertThat(log.lines()).hasSize(1);
        }

        @Test
        void thatEmitsFromAMonoWithoutEnd_isCancelledAfterItsValue() {
            AtomSubscription subscription = store.subscribe(atom, log.as("atom"));
            calls.last().next("a");
            store.set(input, 2);
            assertThat(calls.get(0).isCancelled())
                    .as("the source of the old run")
                    .isTrue();
            subscription.dispose();
        }

        @Test
        void thatFailsAfterAValueFromAMono_staysReady() {
            store.subscribe(atom, log.as("atom"));
            calls.last().next("a").fail(new IllegalStateException("late"));
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        }

        @Test
        void thatFailsAfterAValueFromAFlux_keepsItAsPrevious() {
            AsyncAtom<String> stream = Atom.stream(get -> calls.flux("s"));
            store.subscribe(stream, log.as("stream"));
            Throwable error = new IllegalStateException("late");
            calls.last().next("a").fail(error);
            assertThat(store.get(stream)).isEqualTo(new Loadable.Failed<>(error, "a"));
        }

        @Test
        void thatIsAnEmptyMono_failsWithARemedy() {
            store.subscribe(atom, log.as("atom"));
            calls.last().complete();
            assertThatThrownBy(() -> store.get(atom).orElseThrow())
                    .isInstanceOf(AtomUsageException.class)
                    .hasMessageContaining("atom")
                    .hasMessageContaining("singleOptional");
        }

        @Test
        void thatIsAnEmptyMono_isAnOptionalByOperator() {
            AsyncAtom<Optional<String>> optional =
                    Atom.async(get -> calls.mono(get.get(input)).singleOptional());
            store.subscribe(optional, log.as("atom"));
            calls.last().complete();
            assertThat(store.get(optional)).isEqualTo(Loadable.ready(Optional.empty()));
        }

        @Test
        void thatIsNull_fails() {
            AsyncAtom<String> none = Atom.<String>async(get -> null).named("none");
            assertThat(store.get(none).isFailed()).isTrue();
            assertThatThrownBy(() -> store.get(none).orElseThrow())
                    .isInstanceOf(AtomUsageException.class)
                    .hasMessageContaining("none");
        }

        @Test
        void whoseSubscribeThrows_fails() {
            RuntimeException error = new IllegalStateException("no subscribe");
            AsyncAtom<String> bad = Atom.async(get -> {
                get.get(input);
                return new Mono<>() {
                    @Override
                    public void subscribe(reactor.core.CoreSubscriber<? super String> actual) {
                        throw error;
                    }
                };
            });
            assertThat(store.get(bad)).isEqualTo(Loadable.failed(error));
            store.set(input, 2);
            assertThat(store.get(bad)).isEqualTo(Loadable.failed(error));
        }

        @Test
        void thatSignalsNullByABug_fails() {
            AsyncAtom<String> bad = Atom.async(get -> Mono.fromCallable(() -> null));
            assertThat(store.get(bad).isFailed()).isTrue();
        }
    }

    @Nested
    class TheReadFunction {
        @Test
        void thatThrows_failsAndRecovers() {
            RuntimeException error = new IllegalStateException("odd");
            AsyncAtom<Integer> moody = Atom.async(get -> {
                if (get.get(input) % 2 == 1) {
                    throw error;
                }
                return Mono.just(get.get(input));
            });
            store.subscribe(moody, log.as("moody"));
            assertThat(store.get(moody)).isEqualTo(Loadable.failed(error));
            store.set(input, 2);
            assertThat(store.get(moody)).isEqualTo(Loadable.ready(2));
            store.set(input, 3);
            assertThat(store.get(moody)).isEqualTo(new Loadable.Failed<>(error, 2));
        }

        @Test
        void thatWrites_fails() {
            AsyncAtom<Integer> writing = Atom.async(get -> {
                store.set(input, 9);
                return Mono.just(1);
            });
            assertThat(store.get(writing).isFailed()).isTrue();
            assertThat(store.get(input)).isEqualTo(1);
        }

        @Test
        void whoseDependencyFailed_failsWithItsError_andRecovers() {
            RuntimeException error = new IllegalStateException("dependency");
            Atom<Integer> moody = Atom.derived(get -> {
                if (get.get(input) == 1) {
                    throw error;
                }
                return get.get(input);
            });
            AsyncAtom<Integer> above = Atom.async(get -> Mono.just(get.get(moody)));
            assertThat(store.get(above)).isEqualTo(Loadable.failed(error));
            store.set(input, 2);
            assertThat(store.get(above)).isEqualTo(Loadable.ready(2));
        }
    }

    @Nested
    class Racing {
        @Test
        void dependencyThatFlipsFaster_cancelsEachSourceOnce_andDropsLateResults() {
            RecordingListener<Loadable<String>> listener = new RecordingListener<>();
            store.subscribe(atom, listener);
            calls.get(0).succeed("of 1");
            for (int i = 2; i <= 100; i++) {
                store.set(input, i);
            }
            assertThat(calls.live()).hasSize(1);
            for (int i = 1; i < 99; i++) {
                assertThat(calls.get(i).isCancelled()).isTrue();
                calls.get(i).succeed("of " + (i + 1));
            }
            assertThat(store.get(atom)).isEqualTo(new Loadable.Loading<>("of 1"));
            calls.get(99).succeed("of 100");
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("of 100"));
            assertThat(listener.values())
                    .containsExactly(Loadable.ready("of 1"), new Loadable.Loading<>("of 1"), Loadable.ready("of 100"));
        }

        @Test
        void completionDuringATransactionOfAnotherThread_arrivesAfterIt_withoutWaiting() {
            store.subscribe(atom, log.as("atom"));
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(Atom.of(0), 1))) {
                Threads.run(() -> calls.last().succeed("a"));
                assertThat(parked.isInside()).isTrue();
                assertThat(store.get(atom)).isEqualTo(Loadable.loading());
                assertThat(log.lines()).isEmpty();
            }
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
            assertThat(log.lines()).hasSize(1);
        }

        @Test
        void completionDuringATransactionThatSupersedesTheRun_isDropped() {
            store.subscribe(atom, log.as("atom"));
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(input, 2))) {
                assertThat(parked.isInside()).isTrue();
                Threads.run(() -> calls.last().succeed("a"));
            }
            assertThat(store.get(atom)).isEqualTo(Loadable.loading());
            assertThat(log.lines()).isEmpty();
            calls.last().succeed("b");
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("b"));
        }

        @Test
        void completionInsideATransactionOfTheSameThread_arrivesAfterIt() {
            store.subscribe(atom, log.as("atom"));
            store.transaction(tx -> {
                calls.last().succeed("a");
                assertThat(tx.get(atom)).isEqualTo(Loadable.loading());
            });
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
        }

        @Test
        void cancellationRacingCompletion_endsInOneOfBoth() {
            for (int round = 0; round < 300; round++) {
                Calls<String> server = new Calls<>();
                AsyncAtom<String> racing = Atom.async(get -> server.mono(get.get(input)));
                AtomSubscription subscription = store.subscribe(racing, value -> {});
                Calls<String>.Call call = server.last();
                int next = store.get(input) + 1;
                Threads.race(List.of(() -> call.succeed("old"), () -> store.set(input, next)));
                assertThat(server.count()).isEqualTo(2);
                Loadable<String> between = store.get(racing);
                assertThat(between.isLoading()).isTrue();
                assertThat(between.valueOrPrevious()).isIn(null, "old");
                server.last().succeed("new");
                assertThat(store.get(racing)).isEqualTo(Loadable.ready("new"));
                subscription.dispose();
            }
        }

        @Test
        void unmountAndRemountWithinOneCommit_goesOn() {
            AtomSubscription first = store.subscribe(atom, log.as("first"));
            store.transaction(tx -> {
                first.dispose();
                store.subscribe(atom, log.as("second"));
            });
            clock.advanceTimeBy(Duration.ofMinutes(1));
            assertThat(calls.lines()).containsExactly("1 live");
            calls.last().succeed("a");
            assertThat(log.lines()).hasSize(1);
        }

        @Test
        void unmountAndRemountWithinOneCommit_withCancelAtOnce_goesOn() {
            AsyncAtom<String> eager = atom.whenUnobserved(Unobserved.cancel());
            AtomSubscription first = store.subscribe(eager, log.as("first"));
            store.transaction(tx -> {
                first.dispose();
                store.subscribe(eager, log.as("second"));
            });
            assertThat(calls.lines()).containsExactly("1 live");
        }

        @Test
        void completionWhileAnEffectsFirstReadIsComputed_arrives() {
            store.subscribe(atom, log.as("atom"));
            Atom<Integer> slow = Atom.derived(get -> {
                Threads.run(() -> calls.last().succeed("a"));
                return 1;
            });
            store.effect(ctx -> ctx.get(slow));
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
            assertThat(log.lines()).hasSize(1);
        }

        @Test
        void synchronousWork_isReadyAtOnce_whileAnotherThreadHoldsTheLockForAMoment() {
            AsyncAtom<Integer> at = Atom.async(get -> Mono.just(get.get(input)));
            AtomicBoolean over = new AtomicBoolean();
            Threads.Background<Void> inspecting = Threads.start(() -> {
                while (!over.get()) {
                    store.inspect();
                }
            });
            try {
                for (int i = 1; i < 20_000; i++) {
                    store.set(input, i);
                    assertThat(store.get(at)).isEqualTo(Loadable.ready(i));
                }
            } finally {
                over.set(true);
                inspecting.join();
            }
        }

        @Test
        void completionsWhileAnotherThreadInspects_arrive() {
            AtomicBoolean over = new AtomicBoolean();
            Threads.Background<Void> inspecting = Threads.start(() -> {
                while (!over.get()) {
                    store.inspect();
                }
            });
            try {
                for (int i = 0; i < 20_000; i++) {
                    Calls<String> server = new Calls<>();
                    AsyncAtom<String> each = Atom.async(get -> server.mono("x"));
                    store.get(each);
                    server.last().succeed("a");
                    Loadable<String> seen = store.get(each);
                    long deadline = System.nanoTime() + Threads.LIMIT.toNanos();
                    while (seen.isLoading() && System.nanoTime() < deadline) {
                        seen = store.get(each);
                    }
                    assertThat(seen).as("number " + i).isEqualTo(Loadable.ready("a"));
                }
            } finally {
                over.set(true);
                inspecting.join();
            }
        }
    }

    @Nested
    class TheListener {
        @Test
        void thatThrows_doesNotFailTheAtom_whenItsMonoIsSynchronous() {
            AsyncAtom<Integer> at = Atom.async(get -> Mono.just(get.get(input)));
            RuntimeException error = new IllegalStateException("listener");
            store.subscribe(at, value -> {
                if (value.equals(Loadable.ready(2))) {
                    throw error;
                }
            });
            assertThatThrownBy(() -> store.set(input, 2)).isSameAs(error);
            assertThat(store.get(at)).isEqualTo(Loadable.ready(2));
        }

        @Test
        void thatThrows_doesNotKeepAwaitsWaiting() {
            AsyncAtom<String> above = Atom.async(get -> get.await(atom).map(s -> s + "!"));
            store.subscribe(above, log.as("above"));
            store.subscribe(atom, value -> {
                throw new IllegalStateException("listener");
            });
            try {
                calls.last().succeed("a");
            } catch (IllegalStateException expected) {
                log.add(expected.getMessage());
            }
            assertThat(store.get(atom)).isEqualTo(Loadable.ready("a"));
            assertThat(store.get(above)).isEqualTo(Loadable.ready("a!"));
        }

        @Test
        void thatThrows_doesNotEndAStream() {
            AsyncAtom<Integer> stream = Atom.stream(get -> Flux.range(1, 5));
            AtomicInteger told = new AtomicInteger();
            try {
                store.subscribe(stream, value -> {
                    told.incrementAndGet();
                    throw new IllegalStateException("listener");
                });
            } catch (IllegalStateException expected) {
                log.add(expected.getMessage());
            }
            assertThat(store.get(stream)).isEqualTo(Loadable.ready(5));
        }
    }

    @Nested
    @Proves("R27")
    class Closing {
        @Test
        void withWorkInFlight_cancelsIt() {
            store.subscribe(atom, log.as("atom"));
            AsyncAtom<String> onlyRead = Atom.async(get -> calls.mono("read"));
            store.get(onlyRead);
            AtomicReference<Throwable> waiting = new AtomicReference<>();
            store.mono(atom).subscribe(v -> log.add(v), waiting::set);
            store.close();
            assertThat(calls.lines()).containsExactly("1 cancelled", "read cancelled");
            assertThat(waiting.get()).isInstanceOf(StoreClosedException.class);
            calls.get(0).succeed("late");
            assertThat(log.lines()).isEmpty();
        }

        @Test
        void whileSubscribing_cancels() {
            AsyncAtom<String> closing =
                    Atom.async(get -> calls.mono("x").doOnSubscribe(s -> Threads.run(store::close)));
            store.get(closing);
            assertThat(calls.live()).isEmpty();
        }

        @Test
        void cancelsAsyncActions() {
            var action = Atom.<Integer, String>asyncAction((set, i) -> calls.mono(i));
            store.run(action, 1).subscribe(v -> log.add(v), e -> log.add(e.getClass()), () -> log.add("end"));
            store.close();
            assertThat(calls.lines()).containsExactly("1 cancelled");
        }
    }

    @Nested
    @Proves("R6")
    class Many {
        private static final long STACK_BYTES = 256 * 1024;

        @Test
        void tenThousandInFlight_areAllReady() {
            int count = 10_000;
            List<Sinks.One<Integer>> sinks = new ArrayList<>();
            List<AsyncAtom<Integer>> atoms = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Sinks.One<Integer> sink = Sinks.one();
                sinks.add(sink);
                atoms.add(Atom.async(get -> sink.asMono()));
            }
            AtomicInteger told = new AtomicInteger();
            for (AsyncAtom<Integer> each : atoms) {
                store.subscribe(each, value -> told.incrementAndGet());
            }
            for (int i = 0; i < count; i++) {
                sinks.get(i).tryEmitValue(i).orThrow();
            }
            assertThat(told.get()).isEqualTo(count);
            long sum = 0;
            for (AsyncAtom<Integer> each : atoms) {
                sum += store.get(each).orElseThrow();
            }
            assertThat(sum).isEqualTo((long) count * (count - 1) / 2);
        }

        @Test
        void tenThousandInFlight_closeCancelsAll() {
            List<AsyncAtom<String>> atoms = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                atoms.add(Atom.async(get -> calls.mono(number)));
            }
            Atom<Boolean> all = Atom.derived(get -> {
                boolean ready = true;
                for (AsyncAtom<String> each : atoms) {
                    ready &= get.get(each).isReady();
                }
                return ready;
            });
            store.subscribe(all, value -> {});
            assertThat(calls.live()).hasSize(10_000);
            store.close();
            assertThat(calls.live()).isEmpty();
        }

        @Test
        void millionItems_endAtTheNewest() {
            AsyncAtom<Integer> stream = Atom.stream(get -> Flux.range(1, 1_000_000));
            assertThat(store.get(stream)).isEqualTo(Loadable.ready(1_000_000));
        }

        @Test
        void millionItems_duringATransaction_areConflatedToOne() {
            AsyncAtom<String> stream = Atom.stream(get -> calls.flux("s"));
            store.subscribe(stream, log.as("stream"));
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> {})) {
                assertThat(parked.isInside()).isTrue();
                Threads.run(() -> {
                    for (int i = 1; i <= 1_000_000; i++) {
                        calls.last().next("x");
                    }
                    calls.last().next("end");
                });
            }
            assertThat(log.lines()).containsExactly("stream=" + Loadable.ready("end"));
        }

        @Test
        void everyItem_synchronously_needsNoStack() {
            AsyncAtom<Integer> stream = Atom.stream(
                    get -> Flux.range(1, 1_000_000), StreamPolicy.ofDefaults().overflow(StreamPolicy.Overflow.EVERY));
            AtomicInteger told = new AtomicInteger();
            store.subscribe(stream, value -> told.incrementAndGet());
            Awaitility.await().atMost(Threads.LIMIT).until(() -> told.get() == 1_000_000);
            assertThat(store.get(stream)).isEqualTo(Loadable.ready(1_000_000));
        }

        @Test
        void longChainOfAwaits_needsNoStack() {
            AsyncAtom<Integer> below = Atom.async(get -> Mono.just(get.get(input)));
            for (int i = 0; i < 2_000; i++) {
                AsyncAtom<Integer> next = below;
                below = Atom.async(get -> get.await(next).map(n -> n + 1));
            }
            assertThat(store.get(below)).isEqualTo(Loadable.ready(2_001));
        }

        @Test
        void longChainOfAwaits_onALaterResult_needsNoStack() {
            Sinks.One<Integer> sink = Sinks.one();
            AsyncAtom<Integer> below = Atom.async(get -> sink.asMono());
            for (int i = 0; i < 2_000; i++) {
                AsyncAtom<Integer> next = below;
                below = Atom.async(get -> get.await(next).map(n -> n + 1));
            }
            AsyncAtom<Integer> top = below;
            Threads.runOnStack(STACK_BYTES, () -> {
                store.subscribe(top, log.as("top"));
                sink.tryEmitValue(1).orThrow();
            });
            assertThat(store.get(top)).isEqualTo(Loadable.ready(2_001));
        }
    }

    @Nested
    @Proves({"R8", "R23"})
    class Cycles {
        private final AtomicReference<AsyncAtom<Integer>> other = new AtomicReference<>();

        @Test
        void awaitsThatGoRound_fail_andTheStoreStaysUsable() {
            AsyncAtom<Integer> a =
                    Atom.<Integer>async(get -> get.await(other.get())).named("a");
            AsyncAtom<Integer> b = Atom.<Integer>async(get -> get.await(a)).named("b");
            other.set(b);
            assertThatThrownBy(() -> store.get(a).orElseThrow())
                    .isInstanceOf(AtomCycleException.class)
                    .hasMessageContaining("a")
                    .hasMessageContaining("b");
            store.set(input, 2);
            assertThat(store.get(input)).isEqualTo(2);
        }

        @Test
        void awaitsThatGoRound_settle() {
            AtomicInteger runs = new AtomicInteger();
            AsyncAtom<Integer> a = Atom.async(get -> {
                runs.incrementAndGet();
                return get.await(other.get());
            });
            AsyncAtom<Integer> b = Atom.async(get -> get.await(a));
            other.set(b);
            store.get(a);
            int once = runs.get();
            for (int i = 0; i < 10; i++) {
                store.set(input, i + 100);
                store.get(a);
            }
            assertThat(runs.get()).isEqualTo(once);
        }

        @Test
        void awaitsThatGoRound_observed_settle() {
            AtomicInteger runs = new AtomicInteger();
            AsyncAtom<Integer> a = Atom.async(get -> {
                runs.incrementAndGet();
                get.get(input);
                return get.await(other.get());
            });
            AsyncAtom<Integer> b = Atom.async(get -> get.await(a));
            other.set(b);
            AtomSubscription subscription = store.subscribe(a, log.as("a"));
            assertThat(store.get(a).isFailed()).isTrue();
            store.set(input, 2);
            assertThat(store.get(a).isFailed()).isTrue();
            assertThat(runs.get()).isLessThan(10);
            subscription.dispose();
        }

        @Test
        void selfAwait_fails() {
            AsyncAtom<Integer> a =
                    Atom.<Integer>async(get -> get.await(other.get())).named("self");
            other.set(a);
            assertThatThrownBy(() -> store.get(a).orElseThrow())
                    .isInstanceOf(AtomCycleException.class)
                    .hasMessageContaining("self");
        }

        @Test
        void lateAwaitsThatGoRound_fail() {
            AsyncAtom<Integer> a = Atom.<Integer>async(get -> Mono.defer(() -> get.await(other.get())))
                    .named("a");
            AsyncAtom<Integer> b =
                    Atom.<Integer>async(get -> Mono.defer(() -> get.await(a))).named("b");
            other.set(b);
            store.subscribe(a, log.as("a"));
            assertThatThrownBy(() -> store.get(a).orElseThrow()).isInstanceOf(AtomCycleException.class);
            store.set(input, 2);
            assertThat(store.get(input)).isEqualTo(2);
        }

        @Test
        void lateSelfAwait_fails() {
            AsyncAtom<Integer> a = Atom.<Integer>async(get -> Mono.defer(() -> get.await(other.get())))
                    .named("self");
            other.set(a);
            store.get(a);
            assertThatThrownBy(() -> store.get(a).orElseThrow()).isInstanceOf(AtomCycleException.class);
        }

        @Test
        void lateReadThatGoesRound_cancelsThePublisher() {
            AtomicReference<AsyncGetter> getter = new AtomicReference<>();
            AsyncAtom<String> itself = Atom.async(get -> {
                getter.set(get);
                return calls.mono("itself");
            });
            Atom<Boolean> above = Atom.map(itself, Loadable::isReady);
            store.subscribe(itself, value -> {});

            getter.get().get(above);

            assertThat(store.get(itself).isFailed()).isTrue();
            assertThat(calls.lines()).containsExactly("itself cancelled");
        }

        @Test
        void lateReadOfADerivedOfItself_endsInBoundedTime() {
            AtomicReference<Atom<Boolean>> derived = new AtomicReference<>();
            AtomicInteger runs = new AtomicInteger();
            AsyncAtom<Integer> a = Atom.async(get -> Mono.fromCallable(() -> {
                runs.incrementAndGet();
                get.get(derived.get());
                return 1;
            }));
            derived.set(Atom.map(a, Loadable::isReady));
            store.subscribe(a, log.as("a"));
            assertThat(store.get(a).isLoading()).isFalse();
            assertThat(runs.get()).isLessThan(1000);
        }
    }

    @Nested
    @Proves({"R2", "R23"})
    class LateReads {
        private final AtomicReference<AsyncGetter> kept = new AtomicReference<>();
        private final PrimitiveAtom<Integer> late = Atom.of(10).named("late");
        private final AsyncAtom<String> reader = Atom.async(get -> {
            kept.set(get);
            return calls.mono(get.get(input)).map(s -> s + get.get(late));
        });

        @Test
        void dependencyChangedBetweenReadAndRegistration_runsAgain() {
            store.subscribe(reader, log.as("reader"));
            try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(late, 20))) {
                assertThat(parked.isInside()).isTrue();
                Threads.run(() -> calls.last().succeed("a"));
            }
            assertThat(calls.count()).isEqualTo(2);
            assertThat(store.get(reader).isLoading()).isTrue();
            calls.last().succeed("b");
            assertThat(store.get(reader)).isEqualTo(Loadable.ready("b20"));
        }

        @Test
        void getAfterBeingSuperseded_throws() {
            store.subscribe(reader, log.as("reader"));
            AsyncGetter old = kept.get();
            store.set(input, 2);
            assertThatThrownBy(() -> old.get(late)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> old.peek(late)).isInstanceOf(AtomUsageException.class);
            assertThatThrownBy(() -> old.await(atom).block()).isInstanceOf(AtomUsageException.class);
        }

        @Test
        void getAfterTheRunHasEnded_isADependencyStill() {
            store.subscribe(reader, log.as("reader"));
            calls.last().succeed("a");
            PrimitiveAtom<Integer> later = Atom.of(0);
            kept.get().get(later);
            store.set(later, 1);
            assertThat(calls.count()).isEqualTo(2);
        }
    }

    @Test
    @Proves({"R3", "R23"})
    void diamondOverOneSource_runsOncePerChange_andShowsNoMixedPair() {
        AsyncAtom<Integer> left = Atom.async(get -> Mono.just(get.get(input) * 10));
        AsyncAtom<Integer> right = Atom.async(get -> Mono.just(get.get(input) * 100));
        AtomicInteger runs = new AtomicInteger();
        AsyncAtom<String> both = Atom.async(get -> {
            runs.incrementAndGet();
            return Mono.zip(get.await(left), get.await(right)).map(t -> t.getT1() + "," + t.getT2());
        });
        RecordingListener<Loadable<String>> listener = new RecordingListener<>();
        store.subscribe(both, listener);
        assertThat(store.get(both)).isEqualTo(Loadable.ready("10,100"));
        store.set(input, 2);
        store.set(input, 3);
        assertThat(store.get(both)).isEqualTo(Loadable.ready("30,300"));
        assertThat(runs.get()).isEqualTo(3);
        assertThat(listener.values().stream().filter(Loadable::isReady))
                .containsExactly(Loadable.ready("10,100"), Loadable.ready("20,200"), Loadable.ready("30,300"));
    }
}
