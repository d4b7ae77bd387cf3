package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Calls;
import io.atoms.query.MutationEvent.Kind;
import io.atoms.query.MutationResult.Failure;
import io.atoms.query.MutationResult.Pending;
import io.atoms.query.MutationResult.Success;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/** Mutations through the client. */
class MutationTest {
    private final AtomicInteger keys = new AtomicInteger();
    private final List<String> log = new ArrayList<>();
    private final RuntimeException problem = new IllegalArgumentException("problem");
    private final Clients it = new Clients(builder ->
            builder.idempotencyKeys(() -> "key" + keys.incrementAndGet()).register(named("a"), named("b")));

    @AfterEach
    void close() {
        it.close();
    }

    /** Takes ten milliseconds, and logs its beginning and its end. */
    private MutationDefinition<String, String> named(String name) {
        return MutationDefinition.<String, String>mono((variables, context) -> {
                    log.add("+" + variables);
                    return Mono.delay(Duration.ofMillis(10), it.clock).map(tick -> {
                        log.add("-" + variables);
                        return variables;
                    });
                })
                .named(name);
    }

    private final MutationDefinition<String, String> save = named("save");
    private final MutationDefinition<String, String> inScope = save.scope(variables -> "s");

    /** An exception of the library with this code. */
    static ThrowingConsumer<Throwable> coded(String code) {
        return error -> assertThat(((QueryException) error).code()).isEqualTo(code);
    }

    private static <V, R> MutationDefinition<V, R> giving(Supplier<Mono<R>> result) {
        return MutationDefinition.mono((variables, context) -> result.get());
    }

    @Nested
    class Running {

        @Test
        void mutate_beginsAtOnce_withoutASubscriber() {
            MutationHandle<String> handle = it.client.mutate(save, "a");
            assertThat(log).containsExactly("+a");
            assertThat(handle.current()).isEqualTo(new Pending<>(false, 0, null));
            assertThat(it.client.isMutating()).isEqualTo(1);
            it.pass(10);
            assertThat(handle.result().block()).isEqualTo("a");
            assertThat(it.client.isMutating()).isZero();
        }

        @Test
        void anEmptyMono_isASuccessWithoutData() {
            MutationHandle<Void> handle = it.client.mutate(MutationTest.<String, Void>giving(Mono::empty), "a");
            assertThat(handle.current()).isEqualTo(new Success<>(null));
            assertThat(handle.result().block()).isNull();
        }

        @Test
        void aFunctionThatThrows_isAFailure() {
            MutationHandle<String> handle = it.client.mutate(
                    MutationDefinition.<String, String>mono((variables, context) -> {
                        throw problem;
                    }),
                    "a");
            assertThat(handle.current()).isEqualTo(new Failure<>(problem));
            assertThatThrownBy(() -> handle.result().block()).isSameAs(problem);
        }

        @Test
        void futures_areTaken() {
            CompletableFuture<String> future = new CompletableFuture<>();
            MutationHandle<String> handle =
                    it.client.mutate(MutationDefinition.<String, String>future((variables, context) -> future), "a");
            assertThat(handle.current().isPending()).isTrue();
            future.complete("done");
            assertThat(handle.current()).isEqualTo(new Success<>("done"));
        }

        @Test
        void callsThatBlock_runOnTheExecutor() {
            MutationHandle<String> handle = it.client.mutate(
                    MutationDefinition.<String, String>blocking((variables, context) -> variables + "!", Runnable::run),
                    "a");
            assertThat(handle.current()).isEqualTo(new Success<>("a!"));
        }

        @Test
        void thereIsNoSecondAttempt_unlessAskedFor() {
            Calls<Integer> failing = it.failing(-1);
            MutationDefinition<String, Integer> definition =
                    MutationDefinition.mono((v, context) -> failing.apply(null));
            it.client.mutate(definition, "a");
            it.pass(100_000);
            assertThat(failing.count).hasValue(1);
        }

        @Test
        void attempts_areRepeated_withTheSameIdempotencyKey() {
            List<String> attempts = new ArrayList<>();
            MutationDefinition<String, String> definition = MutationDefinition.<String, String>mono(
                            (variables, context) -> {
                                attempts.add(context.attempt() + " " + context.idempotencyKey());
                                return attempts.size() < 3 ? Mono.error(problem) : Mono.just("done");
                            })
                    .retry(3);
            MutationHandle<String> handle = it.client.mutate(definition, "a");
            assertThat(handle.current()).isEqualTo(new Pending<>(false, 1, problem));
            it.pass(1_000);
            assertThat(handle.current()).isEqualTo(new Pending<>(false, 2, problem));
            it.pass(2_000);
            assertThat(handle.current()).isEqualTo(new Success<>("done"));
            assertThat(attempts).containsExactly("1 key1", "2 key1", "3 key1");
        }

        @Test
        void aRetryPolicyThatThrows_endsTheMutationWithTheErrorOfTheFunction() {
            RuntimeException inPolicy = new IllegalStateException("in the policy");
            MutationDefinition<String, String> definition = MutationTest.<String, String>giving(
                            () -> Mono.error(problem))
                    .retry(new RetryPolicy(
                            (failures, error) -> {
                                throw inPolicy;
                            },
                            (failures, error) -> Duration.ZERO,
                            0));
            assertThat(it.client.mutate(definition, "a").current()).isEqualTo(new Failure<>(problem));
            assertThat(problem.getSuppressed()).containsExactly(inPolicy);
        }

        @Test
        void anAttempt_hasATime() {
            AtomicInteger cancelled = new AtomicInteger();
            MutationHandle<String> handle = it.client.mutate(
                    MutationTest.<String, String>giving(
                                    () -> Mono.<String>never().doOnCancel(cancelled::incrementAndGet))
                            .timeout(Duration.ofMillis(50)),
                    "a");
            it.pass(49);
            assertThat(handle.current().isPending()).isTrue();
            it.pass(1);
            assertThat(handle.current().errorOrNull()).isInstanceOf(TimeoutException.class);
            assertThat(cancelled).hasValue(1);
        }

        @Test
        void theFunctionGetsClientMetaAndContext() {
            Clients other = new Clients(builder -> builder.context(Context.of("tenant", "t1")));
            List<Object> seen = new ArrayList<>();
            MutationDefinition<String, String> definition = MutationDefinition.<String, String>mono(
                            (variables, context) -> Mono.deferContextual(view -> {
                                seen.addAll(List.of(context.client(), context.meta(), view.get("tenant")));
                                return Mono.just("done");
                            }))
                    .meta("k", 1);
            other.client.mutate(definition, "a");
            assertThat(seen).containsExactly(other.client, Map.of("k", 1), "t1");
            other.close();
        }

        @Test
        void events_tellEveryStepInOrder() {
            List<String> events = new ArrayList<>();
            it.client
                    .mutationEvents()
                    .subscribe(event ->
                            events.add(event.kind() + " " + event.state().result()));
            it.online.setOnline(false);
            it.client.mutate(save.gcTime(Duration.ofMillis(5)), "a");
            it.online.setOnline(true);
            it.pass(15);
            assertThat(events)
                    .containsExactly(
                            Kind.ADDED + " " + new Pending<>(false, 0, null),
                            Kind.UPDATED + " " + new Pending<>(true, 0, null),
                            Kind.UPDATED + " " + new Pending<>(false, 0, null),
                            Kind.UPDATED + " " + new Success<>("a"),
                            Kind.REMOVED + " " + new Success<>("a"));
        }

        @Test
        void theListOfMutations_isInOrder_andKeepsForever_ifAskedTo() {
            it.client.mutate(save.gcTime(QueryDefaults.FOREVER), "a");
            it.client.mutate(save, "b");
            it.pass(1_000_000);
            assertThat(it.client.mutations())
                    .extracting(MutationState::variables)
                    .containsExactly("a");
            assertThat(it.client.mutations()).extracting(MutationState::id).containsExactly(1L);
        }
    }

    @Nested
    class Callbacks {
        private MutationCallbacks<Object, Object> logging(String who) {
            return MutationCallbacks.none()
                    .onMutate(call -> log(who + " mutate", who + " context"))
                    .onSuccess((call, result) -> log(who + " success " + result + " " + call.context(), "ignored"))
                    .onError((call, error) ->
                            log(who + " error " + error.getMessage() + " " + call.context(), "ignored"))
                    .onSettled((call, result) -> log(who + " settled " + result.isSuccess(), "ignored"));
        }

        private Mono<String> log(String what, String value) {
            return Mono.delay(Duration.ofMillis(1), it.clock).map(tick -> {
                log.add(what);
                return value;
            });
        }

        private final Clients other = new Clients(builder -> builder.mutationCallbacks(logging("client")));

        @Test
        void theOrderIsThatOfTanStack_eachIsAwaited() {
            MutationHandle<String> handle = other.client.mutate(
                    save.callbacks(logging("own")),
                    "a",
                    MutationCallbacks.<String, String>none()
                            .onSuccess((call, result) -> {
                                log.add("call success " + other.client.isMutating());
                                return null;
                            })
                            .onSettled((call, result) -> {
                                log.add("call settled " + call.context());
                                return null;
                            }));
            handle.result().subscribe(result -> log.add("result"));
            it.pass(100);
            assertThat(log)
                    .containsExactly(
                            "client mutate",
                            "own mutate",
                            "+a",
                            "-a",
                            "client success a own context",
                            "own success a own context",
                            "client settled true",
                            "own settled true",
                            "call success 0",
                            "call settled own context",
                            "result");
            other.close();
        }

        @Test
        void theOrderOfAFailure() {
            other.client.mutate(
                    MutationTest.<String, String>giving(() -> Mono.error(problem))
                            .callbacks(logging("own")),
                    "a",
                    MutationCallbacks.<String, String>none().onError((call, error) -> {
                        log.add("call error");
                        return null;
                    }));
            it.pass(100);
            assertThat(log)
                    .containsExactly(
                            "client mutate",
                            "own mutate",
                            "client error problem own context",
                            "own error problem own context",
                            "client settled false",
                            "own settled false",
                            "call error");
            other.close();
        }

        @Test
        void aCallWithOnMutate_isRefused() {
            assertThatThrownBy(() -> it.client.mutate(
                            save, "a", MutationCallbacks.<String, String>none().onMutate(call -> null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("onMutate");
        }

        /** Throws, or gives an error, in one place; logs the others. */
        private MutationCallbacks<Object, Object> failingIn(String who, String place, boolean throwing) {
            return MutationCallbacks.none()
                    .onMutate(call -> step(who + "mutate", place, throwing))
                    .onSuccess((call, result) -> step(who + "success", place, throwing))
                    .onError((call, error) -> step(who + "error", place, throwing))
                    .onSettled((call, result) ->
                            step(who + (result.isSuccess() ? "settled" : "settledBadly"), place, throwing));
        }

        private Mono<Object> step(String what, String place, boolean throwing) {
            log.add(what);
            if (!what.equals(place)) {
                return Mono.empty();
            }
            if (throwing) {
                throw problem;
            }
            return Mono.error(problem);
        }

        private MutationHandle<String> run(String place, boolean throwing, boolean functionFails) {
            Clients client = new Clients(builder -> builder.mutationCallbacks(failingIn("client.", place, throwing))
                    .onError((where, error) -> it.problems.add(error)));
            MutationDefinition<String, String> definition = MutationTest.<String, String>giving(() -> {
                        log.add("function");
                        return functionFails ? Mono.error(new IllegalStateException("function")) : Mono.just("done");
                    })
                    .callbacks(failingIn("", place, throwing));
            return client.client.mutate(definition, "a");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"client.mutate", "mutate", "client.success", "success", "client.settled", "settled"})
        void anErrorBeforeTheEnd_isTheMutations_andTheErrorCallbacksFollow(String place) {
            for (boolean throwing : new boolean[] {true, false}) {
                log.clear();
                MutationHandle<String> handle = run(place, throwing, false);
                assertThat(handle.current()).isEqualTo(new Failure<>(problem));
                List<String> before = new ArrayList<>(List.of(
                        "client.mutate",
                        "mutate",
                        "function",
                        "client.success",
                        "success",
                        "client.settled",
                        "settled"));
                List<String> expected = new ArrayList<>(before.subList(0, before.indexOf(place) + 1));
                expected.addAll(List.of("client.error", "error", "client.settledBadly", "settledBadly"));
                assertThat(log).isEqualTo(expected);
                assertThat(it.problems).isEmpty();
            }
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"client.error", "error", "client.settledBadly", "settledBadly"})
        void anErrorAfterAnError_isReported_andTheOthersFollow(String place) {
            for (boolean throwing : new boolean[] {true, false}) {
                log.clear();
                it.problems.clear();
                MutationHandle<String> handle = run(place, throwing, true);
                assertThat(handle.current().errorOrNull()).hasMessage("function");
                assertThat(log)
                        .containsExactly(
                                "client.mutate",
                                "mutate",
                                "function",
                                "client.error",
                                "error",
                                "client.settledBadly",
                                "settledBadly");
                assertThat(it.problems).containsExactly(problem);
            }
        }

        @Test
        void errorsOfTheCallsCallbacks_areReported_andDoNotChangeTheResult() {
            MutationHandle<String> handle = it.client.mutate(
                    giving(() -> Mono.just("done")),
                    "a",
                    MutationCallbacks.<String, String>none()
                            .onSuccess((call, result) -> Mono.error(problem))
                            .onSettled((call, result) -> {
                                throw problem;
                            }));
            assertThat(handle.result().block()).isEqualTo("done");
            assertThat(it.problems).containsExactly(problem, problem);
        }

        @Test
        void errorsOfScopePatchesAndTags_areClear() {
            MutationHandle<String> scope = it.client.mutate(
                    save.scope(variables -> {
                        throw problem;
                    }),
                    "a");
            assertThat(scope.current()).isEqualTo(new Failure<>(problem));
            MutationHandle<String> patches = it.client.mutate(
                    save.optimistic((variables, to) -> {
                        throw problem;
                    }),
                    "a");
            assertThat(patches.current()).isEqualTo(new Failure<>(problem));
            assertThat(log).isEmpty();
            MutationHandle<String> tags = it.client.mutate(
                    MutationTest.<String, String>giving(() -> Mono.just("done")).invalidates((variables, result) -> {
                        throw problem;
                    }),
                    "a");
            assertThat(tags.current()).isEqualTo(new Success<>("done"));
            assertThat(it.problems).containsExactly(problem);
        }
    }

    @Nested
    class Scopes {

        @Test
        void mutationsOfOneScope_runOneAfterTheOther_inOrder() {
            List<MutationHandle<String>> handles = new ArrayList<>();
            for (String each : List.of("a", "b", "c")) {
                handles.add(it.client.mutate(inScope, each));
            }
            it.client.mutate(save.scope(variables -> "other"), "x");
            it.client.mutate(save.scope(variables -> null), "y");
            assertThat(log).containsExactly("+a", "+x", "+y");
            assertThat(handles).extracting(each -> each.current().isPaused()).containsExactly(false, true, true);
            it.pass(10);
            assertThat(handles).extracting(each -> each.current().isPaused()).containsExactly(false, false, true);
            it.pass(20);
            assertThat(log).containsSubsequence("+a", "-a", "+b", "-b", "+c", "-c");
            assertThat(handles).allMatch(each -> each.current().isSuccess());
        }

        @Test
        void aFailure_letsTheNextGoOn() {
            MutationHandle<String> bad = it.client.mutate(
                    MutationTest.<String, String>giving(() ->
                                    Mono.delay(Duration.ofMillis(5), it.clock).then(Mono.error(problem)))
                            .scope(variables -> "s"),
                    "bad");
            it.client.mutate(inScope, "a");
            assertThat(log).isEmpty();
            it.pass(5);
            assertThat(bad.current().isError()).isTrue();
            assertThat(log).containsExactly("+a");
        }

        @Test
        void aLongQueue_ofMutationsThatEndAtOnce_needsNoStack() {
            Sinks.One<String> first = Sinks.one();
            it.client.mutate(MutationTest.<String, String>giving(first::asMono).scope(v -> "s"), "first");
            MutationDefinition<String, String> quick =
                    MutationTest.<String, String>giving(() -> Mono.just("done")).scope(variables -> "s");
            for (int i = 0; i < 20_000; i++) {
                it.client.mutate(quick, "a");
            }
            first.tryEmitValue("go");
            assertThat(it.client.isMutating()).isZero();
            assertThat(it.client.mutations()).allMatch(state -> state.result().isSuccess());
        }

        @Test
        void theLastToSettle_invalidates() {
            Calls<Integer> calls = it.counting(-1);
            record NumberKey(int id) implements QueryKey<Integer> {}
            QueryDefinition<NumberKey, Integer> numbers = QueryDefinition.mono(
                            NumberKey.class, (NumberKey key, QueryContext context) -> calls.apply(context))
                    .tags((key, data) -> Set.of(Tag.of("n")));
            it.observe(numbers.options(new NumberKey(1)));
            MutationDefinition<String, String> invalidating =
                    inScope.invalidates((variables, result) -> Set.of(Tag.of("n")));
            it.client.mutate(invalidating, "a");
            it.client.mutate(invalidating, "b");
            MutationHandle<String> last = it.client.mutate(
                    MutationTest.<String, String>giving(() -> Mono.error(problem))
                            .scope(v -> "s"),
                    "c");
            it.pass(10);
            assertThat(calls.count).hasValue(1);
            it.pass(10);
            assertThat(last.current().isError()).isTrue();
            assertThat(calls.count).hasValue(2);
        }
    }

    @Nested
    class Clearing {

        @Test
        void clear_givesUpWhatIsPaused_andForgetsWhatHasEnded() {
            MutationHandle<String> ended = it.client.mutate(save, "ended");
            it.pass(10);
            it.online.setOnline(false);
            MutationHandle<String> paused = it.client.mutate(save, "paused");
            List<Throwable> errors = new ArrayList<>();
            paused.result().subscribe(result -> {}, errors::add);

            it.client.clear();

            assertThat(errors).singleElement().isInstanceOf(MutationCancelledException.class);
            assertThat(it.client.pausedMutations()).isEmpty();
            assertThat(it.client.mutations())
                    .extracting(MutationState::id)
                    .doesNotContain(ended.state().id());
            it.online.setOnline(true);
            it.pass(100);
            assertThat(log).containsExactly("+ended", "-ended");
        }

        @Test
        void clear_letsARunningOneGoOn_andGivesUpThoseBehindIt() {
            MutationHandle<String> running = it.client.mutate(inScope, "a");
            MutationHandle<String> behind = it.client.mutate(inScope, "b");

            it.client.clear();
            it.pass(100);

            assertThat(running.state().result().isSuccess()).isTrue();
            assertThat(behind.state().result().isError()).isTrue();
            assertThat(log).containsExactly("+a", "-a");
        }
    }

    @Nested
    class Offline {

        @Test
        void mutationsArePaused_andAllGoOnAtOnce_exceptWithinAScope() {
            it.online.setOnline(false);
            it.client.mutate(save, "a");
            it.client.mutate(inScope, "b");
            it.client.mutate(inScope, "c");
            it.client.mutate(save, "d");
            assertThat(log).isEmpty();
            assertThat(it.client.mutations()).allMatch(state -> state.result().isPaused());
            it.online.setOnline(true);
            assertThat(log).containsExactly("+a", "+b", "+d");
            it.pass(20);
            assertThat(log).contains("+c", "-c");
        }

        @Test
        void networkModes() {
            it.online.setOnline(false);
            it.client.mutate(save.networkMode(NetworkMode.ALWAYS), "always");
            it.client.mutate(save.networkMode(NetworkMode.OFFLINE_FIRST), "first");
            it.client.mutate(save.networkMode(NetworkMode.ONLINE), "online");
            assertThat(log).containsExactly("+always", "+first");
        }

        @Test
        void aRetry_waitsForTheConnectionAndTheFocus() {
            AtomicInteger attempts = new AtomicInteger();
            MutationHandle<String> handle = it.client.mutate(
                    MutationTest.<String, String>giving(
                                    () -> attempts.incrementAndGet() == 1 ? Mono.error(problem) : Mono.just("done"))
                            .retry(1),
                    "a");
            it.online.setOnline(false);
            it.focus.setFocused(false);
            it.pass(1_000);
            assertThat(handle.current()).isEqualTo(new Pending<>(true, 1, problem));
            it.online.setOnline(true);
            assertThat(handle.current().isPaused()).isTrue();
            it.focus.setFocused(true);
            assertThat(handle.current()).isEqualTo(new Success<>("done"));
        }

        @Test
        void queriesGoOn_afterTheResumedMutationsHaveEnded() {
            Calls<Integer> stale = it.counting(-1);
            Calls<Integer> first = it.counting(-1);
            it.observe(QueryOptions.of(ListKey.<Integer>of("stale"), stale));
            it.online.setOnline(false);
            it.observe(QueryOptions.of(ListKey.<Integer>of("first"), first));
            it.client.mutate(inScope, "a");
            it.client.mutate(inScope, "b");
            it.online.setOnline(true);
            it.pass(19);
            assertThat(stale.count).hasValue(1);
            assertThat(first.count).hasValue(0);
            it.pass(1);
            assertThat(stale.count).hasValue(2);
            assertThat(first.count).hasValue(1);
        }

        @Test
        void aConnectionThatIsLostMeanwhile_bringsQueriesOnceItIsBackForGood() {
            Calls<Integer> stale = it.counting(-1);
            it.observe(QueryOptions.of(ListKey.<Integer>of("stale"), stale));
            it.online.setOnline(false);
            it.client.mutate(save, "a");
            it.online.setOnline(true);
            it.pass(5);
            it.online.setOnline(false);
            it.pass(5);
            assertThat(stale.count).hasValue(1);
            it.online.setOnline(true);
            assertThat(stale.count).hasValue(2);
        }

        @Test
        void aMutationThatIsRunning_isNotWaitedFor() {
            Calls<Integer> stale = it.counting(-1);
            it.observe(QueryOptions.of(ListKey.<Integer>of("stale"), stale));
            it.client.mutate(save, "a");
            it.focus.setFocused(false);
            it.focus.setFocused(true);
            assertThat(stale.count).hasValue(2);
        }

        @Test
        void cancelIfPaused_givesItUp() {
            ListKey<List<String>> key = ListKey.of("list");
            it.client.setQueryData(key, List.of());
            it.online.setOnline(false);
            MutationHandle<String> handle = it.client.mutate(
                    inScope.optimistic((item, to) -> to.patch(key, list -> BehavioursMutationsTest.plus(list, item)))
                            .callbacks(MutationCallbacks.<String, String>none().onError((call, error) -> {
                                log.add("error");
                                return null;
                            })),
                    "a");
            MutationHandle<String> next = it.client.mutate(inScope, "b");
            assertThat(it.client.getQueryData(key)).contains(List.of("a"));
            assertThat(handle.cancelIfPaused()).isTrue();
            assertThat(handle.cancelIfPaused()).isFalse();
            assertThat(handle.current().errorOrNull())
                    .isInstanceOf(MutationCancelledException.class)
                    .satisfies(coded("ATOMS-210"));
            assertThat(log).containsExactly("error");
            assertThat(it.client.getQueryData(key)).contains(List.of());
            it.online.setOnline(true);
            assertThat(log).containsExactly("error", "+b");
            assertThat(next.cancelIfPaused()).isFalse();
        }
    }

    @Nested
    class Storing {

        @Test
        void pausedMutations_areRestoredInAnotherClient_inOrder_withTheirKeys() {
            it.online.setOnline(false);
            MutationDefinition<String, String> a = named("a").scope(v -> "s");
            it.client.mutate(
                    a.callbacks(MutationCallbacks.<String, String>none().onMutate(call -> Mono.just("was"))), "1");
            it.client.mutate(a, "2");
            it.client.mutate(a, "3");
            List<PausedMutation> stored = it.client.pausedMutations();
            assertThat(stored)
                    .containsExactly(
                            new PausedMutation("a", "1", "was", "key1", "s", Instant.EPOCH, 0, true),
                            new PausedMutation("a", "2", null, "key2", "s", Instant.EPOCH, 0, true),
                            new PausedMutation("a", "3", null, "key3", "s", Instant.EPOCH, 0, true));
            it.client.close();
            List<String> done = new ArrayList<>();
            MutationDefinition<String, String> registered = MutationDefinition.<String, String>mono(
                            (variables, context) -> {
                                done.add(variables + " " + context.idempotencyKey());
                                return Mono.just("ok");
                            })
                    .named("a");
            Clients next = new Clients(builder -> builder.register(registered));
            List<MutationHandle<?>> handles = next.client.restoreMutations(stored);
            assertThat(next.client.restoreMutations(stored)).isEqualTo(handles);
            assertThat(next.client.pausedMutations()).isEqualTo(stored);
            assertThat(done).isEmpty();
            next.online.setOnline(false);
            next.online.setOnline(true);
            assertThat(done).containsExactly("1 key1", "2 key2", "3 key3");
            assertThat(handles).allMatch(each -> each.current().isSuccess());
            assertThat(next.client.pausedMutations()).isEmpty();
            next.close();
        }

        @Test
        void aRunningMutation_isStoredToo_aSettledOneIsNot() {
            it.client.mutate(named("a"), "1");
            it.client.mutate(save.named("ended"), "2");
            it.client.mutate(MutationDefinition.<String, String>mono((v, c) -> Mono.never()), "unnamed");
            assertThat(it.client.pausedMutations())
                    .extracting(PausedMutation::variables, PausedMutation::paused)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("1", false),
                            org.assertj.core.groups.Tuple.tuple("2", false));
            it.pass(10);
            assertThat(it.client.pausedMutations()).isEmpty();
        }

        @Test
        void anUnknownName_isAClearError_thatRestoresNothing() {
            List<PausedMutation> stored = List.of(
                    new PausedMutation("a", "1", null, "k1", null, Instant.EPOCH, 0, true),
                    new PausedMutation("gone", "2", null, "k2", null, Instant.EPOCH, 0, true));
            assertThatThrownBy(() -> it.client.restoreMutations(stored))
                    .isInstanceOf(QueryException.class)
                    .satisfies(coded("ATOMS-215"))
                    .hasMessageContaining("gone")
                    .hasMessageContaining("[a, b]");
            assertThat(it.client.mutations()).isEmpty();
        }

        @Test
        void restoredPatches_areMadeAgain() {
            ListKey<List<String>> key = ListKey.of("list");
            Clients other = new Clients(builder -> builder.register(named("a")
                    .optimistic((item, to) -> to.patch(key, list -> BehavioursMutationsTest.plus(list, item)))));
            other.client.setQueryData(key, List.of("0"));
            other.client.restoreMutations(
                    List.of(new PausedMutation("a", "1", null, "k1", null, Instant.EPOCH, 0, true)));
            assertThat(other.client.getQueryData(key)).contains(List.of("0", "1"));
            other.close();
        }

        @Test
        void aNewMutationOfTheScope_waitsForTheRestored() {
            it.client.restoreMutations(List.of(new PausedMutation("a", "1", null, "k1", "s", Instant.EPOCH, 0, true)));
            MutationHandle<String> handle = it.client.mutate(inScope, "2");
            assertThat(handle.current().isPaused()).isTrue();
            it.client.resumePausedMutations();
            assertThat(log).containsExactly("+1");
            it.pass(10);
            assertThat(log).containsExactly("+1", "-1", "+2");
        }

        @Test
        void resumePausedMutations_tellsTheEnd() {
            it.client.restoreMutations(List.of(new PausedMutation("a", "1", null, "k1", null, Instant.EPOCH, 0, true)));
            List<String> ended = new ArrayList<>();
            it.client.resumePausedMutations().subscribe(null, null, () -> ended.add("ended"));
            it.pass(9);
            assertThat(ended).isEmpty();
            it.pass(1);
            assertThat(ended).containsExactly("ended");
        }

        @Test
        void definitions_areRegisteredByAName_once() {
            assertThatThrownBy(() -> QueryClient.builder()
                            .register(MutationDefinition.mono((v, c) -> Mono.empty()))
                            .build())
                    .satisfies(coded("ATOMS-212"));
            assertThatThrownBy(() -> QueryClient.builder()
                            .register(named("x"), named("x"))
                            .build())
                    .satisfies(coded("ATOMS-213"))
                    .hasMessageContaining("x");
        }
    }

    @Nested
    class Closing {

        @Test
        void whatHasNotEnded_failsWithAClearError_withoutCallbacks() {
            AtomicInteger cancelled = new AtomicInteger();
            List<Throwable> errors = new ArrayList<>();
            MutationDefinition<String, String> never = MutationTest.<String, String>giving(
                            () -> Mono.<String>never().doOnCancel(cancelled::incrementAndGet))
                    .named("never")
                    .callbacks(MutationCallbacks.<String, String>none().onSettled((call, result) -> {
                        log.add("settled");
                        return null;
                    }));
            List<MutationHandle<String>> handles = new ArrayList<>();
            handles.add(it.client.mutate(never, "running"));
            it.online.setOnline(false);
            handles.add(it.client.mutate(never, "paused"));
            handles.forEach(each -> each.result().subscribe(result -> {}, errors::add));
            it.client.close();
            assertThat(errors)
                    .hasSize(2)
                    .allSatisfy(error -> assertThat(error)
                            .isInstanceOf(MutationCancelledException.class)
                            .satisfies(coded("ATOMS-211"))
                            .hasMessageContaining("never"));
            assertThat(cancelled).hasValue(1);
            assertThat(log).isEmpty();
            assertThat(handles).allMatch(each -> each.current().isError());
            assertThatThrownBy(() -> it.client.mutate(never, "late")).satisfies(coded("ATOMS-204"));
            it.online.setOnline(true);
            assertThat(handles).allMatch(each -> !each.cancelIfPaused());
        }

        @Test
        void theSignal_tellsTheFunction() {
            MutationDefinition<String, String> definition = MutationDefinition.mono((variables, context) -> {
                context.signal().onCancel(() -> log.add("cancelled"));
                return Mono.never();
            });
            it.client.mutate(definition, "a");
            it.client.close();
            assertThat(log).containsExactly("cancelled");
        }

        @Test
        void closingInACallback_endsTheMutation() {
            MutationHandle<String> handle = it.client.mutate(
                    MutationTest.<String, String>giving(() -> Mono.just("done"))
                            .callbacks(MutationCallbacks.<String, String>none().onSuccess((call, result) -> {
                                call.client().close();
                                return null;
                            })),
                    "a");
            assertThat(handle.current().errorOrNull()).isInstanceOf(MutationCancelledException.class);
            assertThat(it.problems).isEmpty();
        }
    }

    @Nested
    class Patches {
        private final ListKey<List<String>> key = ListKey.of("list");
        private final MutationDefinition<String, String> add =
                save.optimistic((item, to) -> to.patch(key, list -> BehavioursMutationsTest.plus(list, item)));

        @Test
        void areShownAtOnce_committedBySuccess_beforeTheCallbacks() {
            it.client.setQueryData(key, List.of());
            it.client.mutate(
                    add.callbacks(MutationCallbacks.<String, String>none().onSuccess((call, result) -> {
                        log.add("base "
                                + it.client.updateQueryData(key, list -> list).orElseThrow());
                        return null;
                    })),
                    "a");
            assertThat(it.state(key).pendingPatches()).isEqualTo(1);
            it.pass(10);
            assertThat(it.state(key).pendingPatches()).isZero();
            assertThat(log).contains("base [a]");
        }

        @Test
        void stay_ifTheFunctionHadAResult_andACallbackFailed() {
            it.client.setQueryData(key, List.of());
            MutationHandle<String> handle = it.client.mutate(
                    add.callbacks(
                            MutationCallbacks.<String, String>none().onSuccess((call, result) -> Mono.error(problem))),
                    "a");
            it.pass(10);
            assertThat(handle.current().isError()).isTrue();
            assertThat(it.client.getQueryData(key)).contains(List.of("a"));
        }

        @Test
        void thoseMadeBeforeTheFunctionThrew_areUndone() {
            it.client.setQueryData(key, List.of());
            it.client.mutate(
                    save.optimistic((item, to) -> {
                        to.patch(key, list -> Arrays.asList(item));
                        throw problem;
                    }),
                    "a");
            assertThat(it.client.getQueryData(key)).contains(List.of());
            assertThat(it.state(key).pendingPatches()).isZero();
        }

        @Test
        void aResponseThatOverlapped_isFetchedOnceMore_afterTheLastMutation() {
            Calls<List<String>> server = it.new Calls<>(10, call -> Mono.just(List.of("base" + call)));
            Clients.Results<List<String>> results = it.observe(QueryOptions.of(key, server));
            it.pass(10);
            it.client.refetch(QueryFilters.exact(key)); // until 20
            it.pass(5);
            it.client.mutate(add, "a"); // 15 to 25
            it.pass(3);
            it.client.mutate(add, "b"); // 18 to 28
            it.pass(2);
            assertThat(results.last().dataOrNull()).containsExactly("base2", "a", "b");
            it.pass(5);
            assertThat(server.count).hasValue(2);
            it.pass(3);
            assertThat(server.count).hasValue(3);
            it.pass(10);
            assertThat(results.last().dataOrNull()).containsExactly("base3");
            it.pass(1_000);
            assertThat(server.count).hasValue(3);
        }

        @Test
        void aResponseThatOverlapped_isFetchedOnceMore_byTheInvalidation_ifThereIsOne() {
            record NamesKey() implements QueryKey<List<String>> {}
            Calls<List<String>> server = it.new Calls<>(5, call -> Mono.just(List.of("base" + call)));
            QueryDefinition<NamesKey, List<String>> names = QueryDefinition.mono(
                            NamesKey.class, (NamesKey key, QueryContext context) -> server.apply(context))
                    .tags((key, data) -> Set.of(Tag.of("names")));
            Clients.Results<List<String>> results = it.observe(names.options(new NamesKey()));
            it.pass(5);
            it.client.mutate(
                    save.optimistic((item, to) ->
                                    to.patch(new NamesKey(), list -> BehavioursMutationsTest.plus(list, item)))
                            .invalidates((variables, result) -> Set.of(Tag.of("names"))),
                    "a");
            it.client.refetch(QueryFilters.all());
            it.pass(1_000);
            assertThat(server.count).hasValue(3);
            assertThat(server.cancelled).hasValue(0);
            assertThat(results.last().dataOrNull()).containsExactly("base3");
        }

        @Test
        void aFetchThatBeganAfterTheMutation_isFetchedOnce_alsoIfOneBeforeWasCancelled() {
            Calls<List<String>> server = it.new Calls<>(30, call -> Mono.just(List.of("base" + call)));
            it.observe(QueryOptions.of(key, server));
            it.pass(30);
            it.client.mutate(add, "a"); // ends 10 later
            it.client.refetch(QueryFilters.exact(key));
            it.pass(20);
            it.client.refetch(QueryFilters.exact(key)); // in place of the one before
            it.pass(1_000);
            assertThat(server.count).hasValue(3);
        }

        @Test
        void aResponseThatDidNotOverlap_isNotFetchedOnceMore() {
            Calls<List<String>> server = it.new Calls<>(10, call -> Mono.just(List.of("base" + call)));
            it.observe(QueryOptions.of(key, server));
            it.pass(10);
            it.client.mutate(add, "a");
            it.pass(10);
            it.client.refetch(QueryFilters.exact(key));
            it.pass(1_000);
            assertThat(server.count).hasValue(2);
        }

        @Test
        void aFetchThatBeganBefore_andEndsAfterTheMutation_isFetchedOnceMore() {
            Calls<List<String>> server = it.new Calls<>(30, call -> Mono.just(List.of("base" + call)));
            it.observe(QueryOptions.of(key, server));
            it.pass(30);
            it.client.refetch(QueryFilters.exact(key));
            it.pass(5);
            it.client.mutate(add, "a"); // ends 15 later, before the response
            it.pass(25);
            assertThat(server.count).hasValue(3);
            it.pass(1_000);
            assertThat(server.count).hasValue(3);
        }
    }
}
