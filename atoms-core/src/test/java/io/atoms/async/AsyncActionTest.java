package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Concurrency;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.ParkedTransaction;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.RecordingListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Actions whose result is a Mono. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R10", "R22"})
class AsyncActionTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");

    private AsyncActionAtom<String, String> action(Concurrency concurrency) {
        return Atom.<String, String>asyncAction(
                        (set, name) -> calls.mono(name).doOnNext(v -> set.set(input, v.length())))
                .named("action")
                .concurrency(concurrency);
    }

    private Disposable run(AsyncActionAtom<String, String> action, String name) {
        return store.run(action, name)
                .subscribe(
                        v -> log.add(name + "=" + v),
                        e -> log.add(name + " " + e.getMessage()),
                        log.line(name + " end"));
    }

    @Test
    void nothingHappens_untilSubscribed() {
        store.run(action(Concurrency.ALLOW), "a");
        assertThat(calls.count()).isZero();
    }

    @Test
    void withoutAnArgument_isRunWithoutOne() {
        AsyncActionAtom<@Nullable Void, String> greet =
                Atom.<@Nullable Void, String>asyncAction((set, none) -> Mono.just("hello " + none));
        assertThat(store.run(greet).block()).isEqualTo("hello null");
    }

    @Test
    void eachWrite_isACommitOfItsOwn() {
        RecordingListener<Integer> listener = new RecordingListener<>();
        store.subscribe(input, listener);
        AsyncActionAtom<Integer, Integer> stages = Atom.asyncAction((set, from) -> {
            set.set(input, from);
            return Mono.fromCallable(() -> {
                set.update(input, n -> n + 1);
                return set.get(input);
            });
        });
        StepVerifier.create(store.run(stages, 10)).expectNext(11).verifyComplete();
        assertThat(listener.told()).containsExactly("1 -> 10", "10 -> 11");
    }

    @Test
    void functionThatThrows_failsTheMono() {
        AsyncActionAtom<Integer, Integer> bad = Atom.asyncAction((set, n) -> {
            throw new IllegalStateException("x");
        });
        StepVerifier.create(store.run(bad, 1)).verifyErrorMessage("x");
    }

    @Test
    void allow_runsSideBySide() {
        AsyncActionAtom<String, String> action = action(Concurrency.ALLOW);
        run(action, "a");
        run(action, "b");
        calls.get(1).succeed("2");
        calls.get(0).succeed("1");
        assertThat(log.lines()).containsExactly("b=2", "b end", "a=1", "a end");
    }

    @Test
    void cancel_cancelsTheWork_andKeepsWhatWasCommitted() {
        AsyncActionAtom<Integer, String> action = Atom.asyncAction((set, n) -> {
            set.set(input, n);
            return calls.mono("x");
        });
        store.run(action, 7).subscribe().dispose();
        assertThat(calls.lines()).containsExactly("x cancelled");
        assertThat(store.get(input)).isEqualTo(7);
    }

    @Test
    void switch_cancelsTheRunningOne() {
        AsyncActionAtom<String, String> action = action(Concurrency.SWITCH);
        run(action, "a");
        run(action, "b");
        assertThat(calls.lines()).containsExactly("a cancelled", "b live");
        calls.get(1).succeed("2");
        assertThat(log.lines()).containsExactly("a end", "b=2", "b end");
    }

    @Test
    void drop_completesEmptyWhileAnotherRuns() {
        AsyncActionAtom<String, String> action = action(Concurrency.DROP);
        run(action, "a");
        run(action, "b");
        assertThat(calls.count()).isEqualTo(1);
        calls.get(0).succeed("1");
        run(action, "c");
        assertThat(calls.count()).isEqualTo(2);
        assertThat(log.lines()).containsExactly("b end", "a=1", "a end");
    }

    @Test
    void drop_allowsTheNextAfterCancelAndError() {
        AsyncActionAtom<String, String> action = action(Concurrency.DROP);
        run(action, "a").dispose();
        run(action, "b");
        calls.get(1).fail(new IllegalStateException("x"));
        run(action, "c");
        assertThat(calls.count()).isEqualTo(3);
    }

    @Test
    void drop_allowsACallThatFollowsTheEndOfAnother() {
        AsyncActionAtom<Integer, Integer> action =
                Atom.<Integer, Integer>asyncAction((set, n) -> Mono.just(n)).concurrency(Concurrency.DROP);
        StepVerifier.create(store.run(action, 1).concatWith(store.run(action, 2)))
                .expectNext(1, 2)
                .verifyComplete();
    }

    @Test
    void queue_runsOneAfterTheOther_inOrder() {
        AsyncActionAtom<String, String> action = action(Concurrency.QUEUE);
        run(action, "a");
        run(action, "b");
        run(action, "c");
        assertThat(calls.lines()).containsExactly("a live");
        calls.get(0).succeed("1");
        assertThat(calls.lines()).containsExactly("a ended", "b live");
        calls.get(1).fail(new IllegalStateException("x"));
        calls.get(2).succeed("3");
        assertThat(log.lines()).containsExactly("a=1", "a end", "b x", "c=3", "c end");
    }

    @Test
    void queue_cancelWhileQueued_leavesTheQueue() {
        AsyncActionAtom<String, String> action = action(Concurrency.QUEUE);
        run(action, "a");
        Disposable b = run(action, "b");
        run(action, "c");
        b.dispose();
        calls.get(0).succeed("1");
        assertThat(calls.lines()).containsExactly("a ended", "c live");
    }

    @Test
    void queue_cancelOfTheRunningOne_startsTheNext() {
        AsyncActionAtom<String, String> action = action(Concurrency.QUEUE);
        Disposable a = run(action, "a");
        run(action, "b");
        a.dispose();
        assertThat(calls.lines()).containsExactly("a cancelled", "b live");
    }

    @Test
    @Proves("R6")
    void queue_ofManySynchronousCalls_needsNoStack() {
        Sinks.One<Integer> gate = Sinks.one();
        AsyncActionAtom<Integer, Integer> action = Atom.<Integer, Integer>asyncAction(
                        (set, n) -> n == 0 ? gate.asMono() : Mono.just(n))
                .concurrency(Concurrency.QUEUE);
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            store.run(action, i).subscribe(v -> ended.incrementAndGet());
        }
        gate.tryEmitValue(0).orThrow();
        assertThat(ended.get()).isEqualTo(20_000);
    }

    @Test
    void queue_holdsDuringATransactionOfAnotherThread() {
        AsyncActionAtom<String, String> action = action(Concurrency.QUEUE);
        try (ParkedTransaction parked = ParkedTransaction.in(store, tx -> tx.set(input, 5))) {
            run(action, "a");
            run(action, "b");
            assertThat(parked.isInside()).isTrue();
        }
        assertThat(calls.lines()).containsExactly("a live");
    }

    @Test
    void twoStores_doNotShareTheQueue() {
        AsyncActionAtom<String, String> action = action(Concurrency.QUEUE);
        run(action, "a");
        AtomStore.create().run(action, "b").subscribe();
        assertThat(calls.lines()).containsExactly("a live", "b live");
    }
}
