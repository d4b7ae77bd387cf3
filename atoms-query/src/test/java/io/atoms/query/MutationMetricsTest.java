package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.ConflictResolver.Resolution;
import io.atoms.query.MetricsListener.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A metrics listener is told of mutations: each that has started ends once, however it does. */
class MutationMetricsTest {

    /** Writes down what it is told. */
    private static final class Recording implements MetricsListener {
        final List<String> told = new ArrayList<>();

        @Override
        public void mutationStarted(MutationState<?> mutation) {
            told.add("started " + mutation.variables());
        }

        @Override
        public void mutationPaused(MutationState<?> mutation) {
            told.add("paused " + mutation.variables());
        }

        @Override
        public void mutationEnded(MutationState<?> mutation, Outcome outcome, int attempts, Duration time) {
            assertThat(mutation.result().isSuccess()).isEqualTo(outcome == Outcome.SUCCESS);
            told.add(outcome + " " + mutation.variables() + " " + attempts + " " + time.toMillis());
        }
    }

    private final Recording metrics = new Recording();
    private final Clients it = new Clients(builder -> builder.metrics(metrics));

    /** Takes 10 ms. */
    private MutationDefinition<String, String> definition(Function<MutationContext, Mono<String>> answer) {
        return MutationDefinition.mono((variables, context) ->
                Mono.delay(Duration.ofMillis(10), it.clock).then(Mono.defer(() -> answer.apply(context))));
    }

    private final MutationDefinition<String, String> save = definition(context -> Mono.just("saved"));

    private static Mono<String> refused() {
        return Mono.error(new IllegalStateException("refused"));
    }

    private void mutate(MutationDefinition<String, String> definition, String variables) {
        it.client.mutate(definition, variables).result().subscribe(result -> {}, error -> {});
    }

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    @Test
    void success_isTold_beforeTheResult() {
        it.client.mutate(save, "a").result().subscribe(metrics.told::add);
        assertThat(metrics.told).containsExactly("started a");
        it.pass(10);
        assertThat(metrics.told).containsExactly("started a", "SUCCESS a 1 10", "saved");
    }

    @Test
    void failure_isTold_withAllAttempts_andTheTimeBetween() {
        mutate(definition(context -> refused()).retry(RetryPolicy.times(1).delay(Duration.ofMillis(50))), "a");
        it.pass(100);
        assertThat(metrics.told).containsExactly("started a", "ERROR a 2 70");
    }

    @Test
    void attemptsAfterAConflict_areCounted() {
        mutate(
                definition(context -> context.conflictRound() < 2 ? refused() : Mono.just("saved"))
                        .onConflict(ConflictResolver.of(
                                error -> Optional.of("theirs"),
                                conflict -> new Resolution.Merge<>(conflict.variables() + "+"))),
                "a");
        it.pass(30);
        assertThat(metrics.told).containsExactly("started a", "SUCCESS a++ 3 30");
    }

    @Test
    void aFailureBeforeTheFunction_hasNoAttempt() {
        mutate(
                save.scope(variables -> {
                    throw new IllegalArgumentException("no scope");
                }),
                "a");
        assertThat(metrics.told).containsExactly("started a", "ERROR a 0 0");
    }

    @Test
    void offline_isPaused_andTheTimeGoesOn() {
        it.online.setOnline(false);
        mutate(save, "a");
        it.pass(100);
        assertThat(metrics.told).containsExactly("started a", "paused a");
        it.online.setOnline(true);
        it.pass(10);
        assertThat(metrics.told).containsExactly("started a", "paused a", "SUCCESS a 1 110");
    }

    @Test
    void offlineBetweenAttempts_isPaused() {
        mutate(
                definition(context -> context.attempt() == 1 ? refused() : Mono.just("saved"))
                        .retry(RetryPolicy.times(1).delay(Duration.ofMillis(50))),
                "a");
        it.pass(20);
        it.online.setOnline(false);
        it.pass(80);
        it.online.setOnline(true);
        it.pass(10);
        assertThat(metrics.told).containsExactly("started a", "paused a", "SUCCESS a 2 110");
    }

    @Test
    void behindAnotherOfItsScope_isPaused() {
        MutationDefinition<String, String> inScope = save.scope(variables -> "s");
        mutate(inScope, "a");
        mutate(inScope, "b");
        it.pass(20);
        assertThat(metrics.told)
                .containsExactly("started a", "started b", "paused b", "SUCCESS a 1 10", "SUCCESS b 1 20");
    }

    @Test
    void cancelledWhilePaused_isCancelled() {
        it.online.setOnline(false);
        MutationHandle<String> handle = it.client.mutate(save, "a");
        it.pass(5);
        assertThat(handle.cancelIfPaused()).isTrue();
        assertThat(metrics.told).containsExactly("started a", "paused a", "CANCELLED a 0 5");
    }

    @Test
    void closing_endsWhatHasNotEnded_once() {
        mutate(save, "ended");
        it.pass(10);
        mutate(save, "running");
        mutate(save.callbacks(MutationCallbacks.<String, String>none().onMutate(call -> Mono.never())), "preparing");
        metrics.told.clear();
        it.pass(5);

        it.client.close();
        it.pass(100);
        assertThat(metrics.told).containsExactlyInAnyOrder("CANCELLED running 1 5", "CANCELLED preparing 0 5");
    }

    @Test
    void restored_isStartedAndPaused_andItsTimeBeginsAnew() {
        MutationDefinition<String, String> named = save.named("save");
        it.online.setOnline(false);
        it.client.mutate(named, "a");
        List<PausedMutation> stored = it.client.pausedMutations();
        Recording next = new Recording();
        try (Clients later =
                new Clients(builder -> builder.metrics(next).register(named).scheduler(it.clock))) {
            it.pass(1_000);
            later.client.restoreMutations(stored);
            assertThat(next.told).containsExactly("started a", "paused a");
            it.pass(100);
            later.client.resumePausedMutations().subscribe();
            it.pass(10);
        }
        assertThat(next.told).containsExactly("started a", "paused a", "SUCCESS a 1 110");
    }

    @Test
    void aListenerThatThrows_isReported_andHarmsNoMutation() {
        MetricsListener hostile = new MetricsListener() {
            @Override
            public void mutationStarted(MutationState<?> mutation) {
                throw new IllegalStateException("started");
            }

            @Override
            public void mutationEnded(MutationState<?> mutation, Outcome outcome, int attempts, Duration time) {
                throw new IllegalStateException("ended");
            }
        };
        try (Clients other = new Clients(builder -> builder.metrics(hostile).scheduler(it.clock))) {
            MutationHandle<String> handle = other.client.mutate(save, "a");
            it.pass(10);
            assertThat(handle.result().block()).isEqualTo("saved");
            assertThat(other.problems).extracting(Throwable::getMessage).containsExactly("started", "ended");
        }
    }
}
