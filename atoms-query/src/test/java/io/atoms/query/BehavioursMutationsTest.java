package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The behaviours of part 4 of the specification that are about mutations. */
class BehavioursMutationsTest {
    private final List<String> log = new ArrayList<>();
    private final ListKey<List<String>> key = ListKey.of("list");

    private final AtomicInteger calls = new AtomicInteger();
    private final MutationDefinition<String, String> save = MutationDefinition.<String, String>mono(
                    (variables, context) -> Mono.fromSupplier(() -> variables + calls.incrementAndGet()))
            .named("save");
    private Clients it = new Clients(builder -> builder.register(save.callbacks(logged())));

    @AfterEach
    void close() {
        it.close();
    }

    private MutationCallbacks<String, String> logged() {
        return MutationCallbacks.<String, String>none()
                .onMutate(call -> {
                    log.add("mutate");
                    return Mono.just("context");
                })
                .onSuccess((call, result) -> {
                    log.add("success " + result);
                    return null;
                })
                .onError((call, error) -> {
                    log.add("error " + error.getMessage() + " " + call.context());
                    return null;
                })
                .onSettled((call, result) -> {
                    log.add("settled " + (result.isSuccess() ? "well" : "badly"));
                    return null;
                });
    }

    @Test
    void b42_onSuccessThrows_onErrorAndOnSettledFollow_andTheMonoFailsWithIt() {
        Exception error = new IllegalArgumentException("no success");
        MutationHandle<String> handle =
                it.client.mutate(save.callbacks(logged().onSuccess((call, result) -> Mono.error(error))), "a");
        assertThatThrownBy(() -> handle.result().block()).isSameAs(error);
        assertThat(handle.current().errorOrNull()).isSameAs(error);
        assertThat(log).containsExactly("mutate", "error no success context", "settled badly");
        assertThat(it.problems).isEmpty();
    }

    @Test
    void b42_errorsOfOnErrorAndOnSettled_areReported_andNotTheResult() {
        Exception first = new IllegalArgumentException("the function");
        Exception inOnError = new IllegalArgumentException("in onError");
        RuntimeException inOnSettled = new IllegalArgumentException("in onSettled");
        MutationDefinition<String, String> failing = MutationDefinition.<String, String>mono(
                        (variables, context) -> Mono.error(first))
                .callbacks(
                        logged().onError((call, error) -> Mono.error(inOnError)).onSettled((call, result) -> {
                            throw inOnSettled;
                        }));
        MutationHandle<String> handle = it.client.mutate(failing, "a");
        assertThatThrownBy(() -> handle.result().block()).isSameAs(first);
        assertThat(it.problems).containsExactly(inOnError, inOnSettled);
    }

    @Test
    void b43_aRestoredPausedMutation_resumed_runsOnce_withoutOnMutate() {
        PausedMutation stored =
                new PausedMutation("save", "a", "stored", "key 1", null, Instant.ofEpochMilli(5), 0, true);
        MutationHandle<?> handle = it.client.restoreMutations(List.of(stored)).get(0);
        assertThat(handle.current()).isEqualTo(new MutationResult.Pending<>(true, 0, null));
        assertThat(calls).hasValue(0);
        it.client.resumePausedMutations();
        assertThat(handle.current()).isEqualTo(new MutationResult.Success<>("a1"));
        assertThat(handle.state().context()).isEqualTo("stored");
        assertThat(handle.state().submittedAt()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(log).containsExactly("success a1", "settled well");
        it.client.resumePausedMutations();
        assertThat(calls).hasValue(1);
        assertThat(log).hasSize(2);
    }

    @Test
    void b44_aSettledMutation_isRemovedAfterItsGcTime_neverWhilePending() {
        Calls<Integer> slow = it.counting(100);
        MutationDefinition<String, Integer> definition = MutationDefinition.<String, Integer>mono(
                        (variables, context) -> slow.apply(null))
                .gcTime(Duration.ofMillis(10));
        it.client.mutate(definition, "a");
        it.pass(99);
        assertThat(it.client.mutations()).hasSize(1);
        it.pass(1);
        assertThat(it.client.mutations())
                .singleElement()
                .matches(state -> state.result().isSuccess());
        it.pass(9);
        assertThat(it.client.mutations()).hasSize(1);
        it.pass(1);
        assertThat(it.client.mutations()).isEmpty();
    }

    @Test
    void b44_callbacksRun_evenWithGcTimeZero() {
        MutationHandle<String> handle = it.client.mutate(
                save.callbacks(logged()).gcTime(Duration.ZERO),
                "a",
                MutationCallbacks.<String, String>none().onSettled((call, result) -> {
                    log.add("of the call");
                    return null;
                }));
        it.pass(0);
        assertThat(handle.result().block()).isEqualTo("a1");
        assertThat(log).containsExactly("mutate", "success a1", "settled well", "of the call");
        assertThat(it.client.mutations()).isEmpty();
    }

    @Test
    void b47_aFails_bsPatchStays_andARefetchKeepsItOnTop() {
        Calls<List<String>> server = it.new Calls<>(10, call -> Mono.just(List.of("base" + call)));
        QueryOptions<List<String>, List<String>> options = QueryOptions.of(key, server);
        Clients.Results<List<String>> results = it.observe(options);
        it.pass(10);
        MutationDefinition<String, String> append = MutationDefinition.<String, String>mono(
                        (item, context) -> Mono.delay(Duration.ofMillis(item.equals("A") ? 50 : 100), it.clock)
                                .flatMap(tick -> item.equals("A")
                                        ? Mono.error(new IllegalArgumentException("refused"))
                                        : Mono.just(item)))
                .optimistic((item, patches) -> patches.patch(key, list -> plus(list, item)))
                .invalidates((item, result) -> Set.of());
        it.client.mutate(append, "A");
        it.client.mutate(append, "B");
        assertThat(results.last().dataOrNull()).containsExactly("base1", "A", "B");
        it.client.refetch(QueryFilters.exact(key));
        it.pass(10);
        assertThat(results.last().dataOrNull()).containsExactly("base2", "A", "B");
        it.pass(40);
        assertThat(results.last().dataOrNull()).containsExactly("base2", "B");
        it.pass(50);
        assertThat(results.last().dataOrNull()).containsExactly("base2", "B");
        assertThat(it.state(key).pendingPatches()).isZero();
        it.pass(10);
        assertThat(results.last().dataOrNull()).containsExactly("base3"); // once more: base2 overlapped the mutations
        it.pass(1_000);
        assertThat(server.count).hasValue(3);
    }

    static List<String> plus(List<String> list, String item) {
        List<String> more = new ArrayList<>(list);
        more.add(item);
        return more;
    }
}
