package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Log;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Async atoms made of async atoms. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R23"})
class AwaitTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomStore store = AtomStore.builder().scheduler(clock).build();
    private final Calls<String> calls = new Calls<>();
    private final Log log = new Log();
    private final PrimitiveAtom<Integer> input = Atom.of(1).named("input");
    private final AsyncAtom<String> atom =
            Atom.async(get -> calls.mono(get.get(input))).named("atom");

    @Test
    void twoAwaits_startSideBySide() {
        AsyncAtom<String> left = Atom.async(get -> calls.mono("left"));
        AsyncAtom<String> right = Atom.async(get -> calls.mono("right"));
        AsyncAtom<String> both = Atom.async(get -> Mono.zip(get.await(left), get.await(right), String::concat));
        store.subscribe(both, log.as("both"));
        assertThat(calls.lines()).containsExactly("left live", "right live");
        calls.get(1).succeed("R");
        assertThat(store.get(both)).isEqualTo(Loadable.loading());
        calls.get(0).succeed("L");
        assertThat(store.get(both)).isEqualTo(Loadable.ready("LR"));
    }

    @Test
    void conditionalAwait_afterAnotherOne() {
        AsyncAtom<String> below = Atom.async(get -> calls.mono("below " + get.get(input)));
        AsyncAtom<String> above =
                Atom.async(get -> get.await(atom).flatMap(v -> v.equals("more") ? get.await(below) : Mono.just(v)));
        store.subscribe(above, log.as("above"));
        calls.last().succeed("more");
        assertThat(calls.lines()).containsExactly("1 ended", "below 1 live");
        calls.last().succeed("deep");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("deep"));
        store.refresh(below);
        calls.last().succeed("deeper");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("deeper"));
    }

    @Test
    void errorOfTheAwaited_failsTheAwaiting_andBothRecover() {
        AsyncAtom<String> above = Atom.async(get -> get.await(atom).map(s -> s + "!"));
        store.subscribe(above, log.as("above"));
        Throwable error = new IllegalStateException("x");
        calls.last().fail(error);
        assertThat(store.get(above)).isEqualTo(Loadable.failed(error));
        store.set(input, 2);
        calls.last().succeed("a");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("a!"));
    }

    @Test
    void streamThatFailsAfterAValue_failsTheAwaiting() {
        AsyncAtom<String> stream = Atom.stream(get -> calls.flux("s"));
        AsyncAtom<String> above = Atom.async(get -> get.await(stream));
        store.subscribe(above, log.as("above"));
        calls.last().next("a");
        Throwable error = new IllegalStateException("x");
        calls.last().fail(error);
        assertThat(store.get(stream).isFailed()).isTrue();
        assertThat(store.get(above)).isEqualTo(new Loadable.Failed<>(error, "a"));
    }

    @Test
    void furtherValueOfAStream_runsTheAwaitingAgain() {
        AsyncAtom<String> stream = Atom.stream(get -> calls.flux("s"));
        AsyncAtom<String> above = Atom.async(get -> get.await(stream).map(s -> s + "!"));
        store.subscribe(above, log.as("above"));
        calls.last().next("a");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("a!"));
        calls.last().next("b");
        assertThat(store.get(above)).isEqualTo(Loadable.ready("b!"));
    }

    @Test
    void newRunOfTheAwaited_cancelsTheAwaiting_andGivesItNoError() {
        AsyncAtom<String> above = Atom.async(get -> get.await(atom)
                .doOnError(e -> log.add("error " + e.getClass().getSimpleName()))
                .doOnCancel(log.line("cancel"))
                .onErrorResume(e -> calls.mono("fallback")));
        store.subscribe(above, value -> {});
        store.set(input, 2);
        assertThat(log.lines()).containsExactly("cancel");
        assertThat(calls.lines()).containsExactly("1 cancelled", "2 live");
    }

    @Test
    void newRunOfTheAwaited_doesNotFailAnAwaitingAtomThatWasOnlyRead() {
        AsyncAtom<String> above = Atom.async(get ->
                get.await(atom).doOnError(e -> log.add("error " + e.getClass().getSimpleName())));
        store.get(above);
        store.subscribe(atom, value -> {});
        store.set(input, 2);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void lateGet_onAnotherThread_isADependency() {
        PrimitiveAtom<Integer> factor = Atom.of(10);
        AsyncAtom<Integer> late = Atom.async(get -> Mono.fromCallable(() -> get.get(factor))
                .subscribeOn(Schedulers.single())
                .map(n -> n * get.get(input)));
        StepVerifier.create(store.mono(late)).expectNext(10).expectComplete().verify(Threads.LIMIT);
        store.set(factor, 20);
        StepVerifier.create(store.mono(late)).expectNext(20).expectComplete().verify(Threads.LIMIT);
        store.set(input, 2);
        StepVerifier.create(store.mono(late)).expectNext(40).expectComplete().verify(Threads.LIMIT);
    }

    @Test
    void syncDerivedOverLoadables_isConsistent() {
        AsyncAtom<String> other = Atom.async(get -> calls.mono("other " + get.get(input)));
        Atom<Loadable<String>> both = Atom.combine(atom, other, (a, b) -> Loadable.combine(a, b, String::concat));
        store.subscribe(both, log.as("both"));
        calls.get(0).succeed("a");
        calls.get(1).succeed("b");
        assertThat(store.get(both)).isEqualTo(Loadable.ready("ab"));
        store.set(input, 2);
        assertThat(store.get(both)).isEqualTo(new Loadable.Loading<>("ab"));
    }

    @Test
    @Proves("R22")
    void asyncAtomReadInsideAnothersPublisher_isReadyAtOnce() {
        AsyncAtom<Integer> below = Atom.async(get -> Mono.just(get.get(input)));
        AsyncAtom<Boolean> above =
                Atom.async(get -> Mono.fromCallable(() -> get.get(below).isReady()));
        assertThat(store.get(above)).isEqualTo(Loadable.ready(true));
    }

    @Test
    @Proves("R22")
    void chainOfSynchronousLateAwaits_isReadyAtOnce() {
        AsyncAtom<Integer> below = Atom.async(get -> Mono.just(get.get(input)));
        for (int i = 0; i < 50; i++) {
            AsyncAtom<Integer> next = below;
            below = Atom.async(get -> Mono.defer(() -> get.await(next)).map(n -> n + 1));
        }
        assertThat(store.get(below)).isEqualTo(Loadable.ready(51));
        store.set(input, 2);
        assertThat(store.get(below)).isEqualTo(Loadable.ready(52));
    }
}
