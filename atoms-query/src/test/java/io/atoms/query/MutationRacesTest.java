package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** Mutations of several threads. */
@Timeout(60)
class MutationRacesTest {
    private final ListKey<List<String>> key = ListKey.of("list");

    /** Runs all at the same time, and waits for them. */
    private static void together(Runnable... tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.length);
        ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            Thread thread = new Thread(() -> {
                try {
                    start.await(30, TimeUnit.SECONDS);
                    task.run();
                } catch (Throwable error) {
                    errors.add(error);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(errors).isEmpty();
    }

    @RepeatedTest(20)
    void twoThreadsMutateOneEntry_whatFailsDisappears_whatSucceedsStays() throws Exception {
        try (Clients it = new Clients()) {
            it.client.setQueryData(key, List.of());
            MutationDefinition<String, String> add = MutationDefinition.<String, String>mono((item, context) ->
                            item.startsWith("bad") ? Mono.error(new IllegalArgumentException(item)) : Mono.just(item))
                    .optimistic((item, to) -> to.patch(key, list -> BehavioursMutationsTest.plus(list, item)));
            Runnable good = () -> IntStream.range(0, 50).forEach(i -> it.client.mutate(add, "good" + i));
            Runnable bad = () -> IntStream.range(0, 50).forEach(i -> it.client.mutate(add, "bad" + i));
            together(good, bad);
            assertThat(it.client.getQueryData(key).orElseThrow())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> "good" + i).toList());
            assertThat(it.state(key).pendingPatches()).isZero();
            assertThat(it.problems).isEmpty();
        }
    }

    @RepeatedTest(20)
    void oneScope_manyThreads_oneAtATime_allDone() throws Exception {
        try (Clients it = new Clients()) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            MutationDefinition<Integer, Integer> definition = MutationDefinition.<Integer, Integer>mono(
                            (n, context) -> Mono.fromCallable(() -> {
                                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                running.decrementAndGet();
                                return done.incrementAndGet();
                            }))
                    .scope(n -> "s");
            Runnable task = () -> IntStream.range(0, 50).forEach(i -> it.client.mutate(definition, i));
            together(task, task, task, task);
            assertThat(done).hasValue(200);
            assertThat(most).hasValue(1);
            assertThat(it.client.isMutating()).isZero();
        }
    }

    @RepeatedTest(50)
    void cancelAgainstReconnect_oneOfThemWins() throws Exception {
        try (Clients it = new Clients()) {
            AtomicInteger calls = new AtomicInteger();
            MutationDefinition<String, Integer> definition =
                    MutationDefinition.mono((v, context) -> Mono.fromCallable(calls::incrementAndGet));
            it.online.setOnline(false);
            MutationHandle<Integer> handle = it.client.mutate(definition, "a");
            boolean[] cancelled = {false};
            together(() -> cancelled[0] = handle.cancelIfPaused(), () -> it.online.setOnline(true));
            assertThat(handle.current().isError()).isEqualTo(cancelled[0]);
            assertThat(calls).hasValue(cancelled[0] ? 0 : 1);
        }
    }

    @RepeatedTest(50)
    void reconnectAgainstClose_everyMutationEnds_andNothingFollows() throws Exception {
        Clients it = new Clients();
        AtomicInteger calls = new AtomicInteger();
        MutationDefinition<Integer, Integer> definition = MutationDefinition.<Integer, Integer>mono(
                        (v, context) -> Mono.fromCallable(calls::incrementAndGet))
                .scope(n -> n % 2 == 0 ? "even" : null);
        it.online.setOnline(false);
        List<MutationHandle<Integer>> handles = IntStream.range(0, 6)
                .mapToObj(i -> it.client.mutate(definition, i))
                .toList();
        together(() -> it.online.setOnline(true), it.client::close);
        for (MutationHandle<Integer> handle : handles) {
            assertThat(handle.current().isPending()).isFalse();
            assertThat(handle.result().onErrorComplete().block(Duration.ofSeconds(10)))
                    .isEqualTo(handle.current().dataOrNull());
        }
        int done = calls.get();
        it.online.setOnline(false);
        it.online.setOnline(true);
        assertThat(calls).hasValue(done);
        assertThat(it.problems).isEmpty();
    }

    @RepeatedTest(50)
    void mutateAgainstClose_isRefused_orEnds() throws Exception {
        Clients it = new Clients();
        MutationDefinition<Integer, Integer> definition = MutationDefinition.mono((v, context) -> Mono.never());
        List<MutationHandle<Integer>> handles = new ArrayList<>();
        together(
                () -> {
                    try {
                        for (int i = 0; i < 20; i++) {
                            handles.add(it.client.mutate(definition, i));
                        }
                    } catch (QueryException e) {
                        assertThat(e.code()).isEqualTo("ATOMS-204");
                    }
                },
                it.client::close);
        assertThat(handles).allMatch(each -> each.current().isError());
        assertThat(it.client.mutations()).isEmpty();
    }

    @RepeatedTest(20)
    void twoThreadsRestoreTheSame_itIsThereOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        MutationDefinition<String, Integer> definition = MutationDefinition.<String, Integer>mono(
                        (v, context) -> Mono.fromCallable(calls::incrementAndGet))
                .named("a");
        try (Clients it = new Clients(builder -> builder.register(definition))) {
            List<PausedMutation> stored =
                    List.of(new PausedMutation("a", "1", null, "key", null, Instant.EPOCH, 0, true));
            together(() -> it.client.restoreMutations(stored), () -> it.client.restoreMutations(stored));
            together(it.client::resumePausedMutations, it.client::resumePausedMutations);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aListenerIsToldTheStatesInOrder_whileAnotherThreadEndsIt() throws Exception {
        try (Clients it = new Clients()) {
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            List<Boolean> pending = new ArrayList<>();
            it.client.mutationEvents().subscribe(event -> {
                pending.add(event.state().isPending());
                if (pending.size() == 1) {
                    told.countDown();
                    try {
                        assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            MutationDefinition<String, String> definition = MutationDefinition.mono((v, context) -> Mono.just("done"));
            AtomicInteger ended = new AtomicInteger();
            Thread mutating = new Thread(
                    () -> it.client.mutate(definition, "a").result().subscribe(result -> ended.incrementAndGet()));
            mutating.start();
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(it.client.mutations()).hasSize(1); // nobody waits for a listener
            goOn.countDown();
            mutating.join(30_000);
            assertThat(pending).containsExactly(true, false);
            assertThat(ended).hasValue(1);
        }
    }
}
